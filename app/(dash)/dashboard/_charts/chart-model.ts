import { formatDuration } from "#lib/format/duration";

/** A bar chart as data: the drawing of the server, the one of the chart library and the table tell the same. */
export type ChartModel = {
  /** What it shows, and the text that says it without a picture. */
  title: string;
  summary: string;
  unit: "jobs" | "seconds";
  /** Stacked on each other, else beside each other. */
  isStacked: boolean;
  series: { key: string; label: string; tone: ChartTone }[];
  /** One group of bars each; `values` in the order of the series, null where there is nothing to show. */
  groups: { key: string; label: string; title: string; values: (number | null)[] }[];
};

export type ChartTone = "ok" | "warn" | "bad" | "idle" | "accent" | "run";

export const fills: Record<ChartTone, string> = {
  ok: "var(--ok)",
  warn: "var(--warn)",
  bad: "var(--bad)",
  idle: "var(--line-strong)",
  accent: "var(--accent)",
  run: "var(--run)",
};

/** `3`, `1m 12s`. */
export const formatValue = (unit: ChartModel["unit"], value: number): string =>
  unit === "seconds" && value > 0 ? formatDuration(value * 1000) : String(value);

const steps = {
  jobs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
  seconds: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400],
};
const MAX_STEPS = 3;

/** Round numbers from 0 to above the highest bar, four at most. */
export function axisTicks(model: ChartModel): number[] {
  const highest = Math.max(0, ...model.groups.map((group) => heightOf(model, group.values)));
  const step = steps[model.unit].find((each) => each * MAX_STEPS >= highest) ?? Math.ceil(highest / MAX_STEPS);
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function heightOf(model: ChartModel, values: readonly (number | null)[]): number {
  const known = values.map((value) => value ?? 0);
  return model.isStacked ? known.reduce((sum, value) => sum + value, 0) : Math.max(0, ...known);
}

/** Every how many groups one is labelled, so that labels never meet: at most seven. */
export const labelEvery = (count: number): number => Math.max(1, Math.ceil(count / 7));

export type Bar = { key: string; tone: ChartTone; x: number; width: number; y: number; height: number };

const GROUP_SHARE = 0.7;

/** The bars of one group in percent of the drawing, the first series at the bottom or on the left. */
export function barsOf(model: ChartModel, index: number, top: number): Bar[] {
  const group = model.groups[index];
  if (!group || top <= 0) return [];
  const slot = 100 / model.groups.length;
  const left = slot * (index + (1 - GROUP_SHARE) / 2);
  const width = slot * GROUP_SHARE;
  const each = model.isStacked ? width : width / model.series.length;
  let below = 0;
  return model.series.flatMap(({ key, tone }, place) => {
    const height = ((group.values[place] ?? 0) / top) * 100;
    if (height === 0) return [];
    const x = model.isStacked ? left : left + each * place;
    const y = 100 - height - (model.isStacked ? below : 0);
    below += height;
    return [{ key, tone, x: short(x), width: short(each), y: short(y), height: short(height) }];
  });
}

const short = (percent: number): number => Math.round(percent * 100) / 100;
