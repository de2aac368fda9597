/** From when to when, in epoch milliseconds; what has not ended yet ends at infinity. */
export type Span = { from: number; to: number };

/** The spans that none of `hindrances` touched. */
export function unhindered<S extends Span>(spans: readonly S[], hindrances: readonly Span[]): S[] {
  return spans.filter(({ from, to }) => !hindrances.some((one) => one.from < to && one.to > from));
}

/** In milliseconds. */
export const lengthOf = ({ from, to }: Span): number => to - from;
