/** From when to when, in epoch milliseconds; what has not ended yet ends at infinity. */
export type Span = { from: number; to: number };

/** What is left of the spans that none of `hindrances` touched, as lengths in milliseconds. */
export function unhindered(spans: readonly Span[], hindrances: readonly Span[]): number[] {
  const isFree = ({ from, to }: Span) => !hindrances.some((one) => one.from < to && one.to > from);
  return spans.filter(isFree).map(({ from, to }) => to - from);
}
