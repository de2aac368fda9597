import type { BenchServer } from "./server.ts";

/** One measured number, as it is printed: a line of JSON. */
export type Figure = {
  /** The row of the table of targets, or the name of an experiment beside it. */
  row: string;
  name: string;
  value: number;
  unit: string;
  /** What it has to be, and whether more or less is better. */
  target?: { at: "most" | "least"; value: number; of?: "ratio" };
  /** Something of the same run, in the same unit, to compare with: ratios survive noisy machines, absolute times do not. */
  reference?: { name: string; value: number };
  /** What the predecessor takes, by its own measurement or constants. */
  predecessor?: string;
};

/** How a cost grows with a size: measured points, from the smallest on. */
export type Growth = { name: string; sizeName: string; unit: string; points: { size: number; value: number }[] };

export type Bench = {
  root: string;
  /** Smaller sizes and fewer repetitions, for a run of minutes; names tell the sizes. */
  quick: boolean;
  server: BenchServer;
  figure: (figure: Omit<Figure, "row">) => void;
  growth: (growth: Growth) => void;
  say: (line: string) => void;
  /** A violation that is no matter of speed; the run ends with 1. */
  fail: (what: string) => void;
};

export type BenchRow = { name: string; title: string; run: (bench: Bench) => Promise<void> };

export const ratioOf = ({ value, reference }: Pick<Figure, "value" | "reference">): number | undefined =>
  reference && reference.value !== 0 ? value / reference.value : undefined;

export function meetsTarget(figure: Pick<Figure, "target" | "value" | "reference">): boolean | undefined {
  const { target } = figure;
  const value = target?.of === "ratio" ? ratioOf(figure) : figure.value;
  if (!target || value === undefined) return undefined;
  return target.at === "most" ? value <= target.value : value >= target.value;
}
