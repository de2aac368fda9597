/** Chosen lines, from the first to the last of them; usually one. */
export type LineRange = { from: number; to: number };

/** `#L12` or `#L12-L20`, as it stands in the address; null for anything else. */
export function parseHash(hash: string): LineRange | null {
  const found = /^#L(\d{1,15})(?:-L(\d{1,15}))?$/.exec(hash);
  if (!found) return null;
  const ends = [Number(found[1]), Number(found[2] ?? found[1])];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

export const toHash = ({ from, to }: LineRange): string => (from === to ? `#L${from}` : `#L${from}-L${to}`);

/** The range from the line that was chosen first to another one. */
export function extendTo(range: LineRange | null, origin: number | null, seq: number): LineRange {
  const start = origin ?? range?.from ?? seq;
  return { from: Math.min(start, seq), to: Math.max(start, seq) };
}
