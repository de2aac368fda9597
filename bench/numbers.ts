/** A count with spaces between thousands, as names of figures tell it. */
export const spaced = (count: number): string => Math.round(count).toLocaleString("en").replaceAll(",", " ");

/** The value below which a share of the samples lies; samples need no order. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new Error("no sample was taken");
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Three significant digits: more would be noise. */
export const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(3)));

/**
 * The exponent of cost = a · size^exponent through the points, by least squares of their logarithms: 0 is a cost that
 * does not grow, 1 one that grows with the size.
 */
export function exponentOf(points: readonly { size: number; value: number }[]): number {
  const logs = points.map(({ size, value }) => [Math.log(size), Math.log(Math.max(value, 1e-9))] as const);
  const mean = (pick: 0 | 1) => logs.reduce((sum, log) => sum + log[pick], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
  return spread === 0 ? 0 : logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0) / spread;
}

/** Milliseconds that `work` takes, once for each of `times`. */
export async function timesOf(times: number, work: (turn: number) => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const startMs = performance.now();
    await work(turn);
    samples.push(performance.now() - startMs);
  }
  return samples;
}
