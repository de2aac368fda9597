/** What a stage usually takes in this installation, learnt from its last runs. Pure and browser-safe. */
import type { StageUsual } from "./wire.ts";

/** One earlier run of a stage; `isSkipped` when the plan left it out. A single stream tells of the stages inside of it. */
export type StageRun = { seconds: number; objects: number; isSkipped: boolean; parts?: readonly PartRun[] };
export type PartRun = StageRun & { stage: string };

type Law = { base: number; perObject: number };

/** Fewer runs than this say nothing about what is unusual. */
const MIN_RUNS_FOR_SLOW = 5;
/** Less than this over the p95 is no difference anybody feels. */
const FELT_SECONDS = 0.5;

/** From earlier runs, newest first; null when there are none. A stage that was left out the last time takes no time. */
export function learnStage(runs: readonly StageRun[]): StageUsual | null {
  const done = runs.filter((run) => !run.isSkipped);
  const newest = done[0];
  if (runs[0]?.isSkipped) return { ...nothing, runs: runs.length };
  if (!newest) return null;
  const law = bestLaw(done);
  const seconds = done.map((run) => run.seconds);
  return {
    runs: done.length,
    median_seconds: quantile(seconds, 0.5),
    p95_seconds: quantile(seconds, 0.95),
    objects: newest.objects,
    base_seconds: law.base,
    seconds_per_object: law.perObject,
    ...partsOf(done),
  };
}

/** The stages of the newest run; each has its own past, since some take long for few objects. */
function partsOf(runs: readonly StageRun[]): Pick<StageUsual, "parts"> {
  const newest = runs[0]?.parts ?? [];
  if (newest.length === 0) return {};
  const parts = newest.flatMap(({ stage }) => {
    const own = runs.flatMap((run) => run.parts?.find((part) => part.stage === stage) ?? []);
    const { parts: _, ...usual } = learnStage(own) ?? { ...nothing, runs: 0 };
    return usual.runs === 0 ? [] : [{ sync_type: stage, ...usual }];
  });
  return { parts };
}

const nothing = { median_seconds: 0, p95_seconds: 0, objects: 0, base_seconds: 0, seconds_per_object: 0 };

/** Did a stage take longer than 19 of 20 of its earlier runs? */
export function isSlow(seconds: number | null, usual: StageUsual | null | undefined): boolean {
  if (seconds === null || !usual || usual.runs < MIN_RUNS_FOR_SLOW || usual.median_seconds === 0) return false;
  return seconds > usual.p95_seconds + FELT_SECONDS;
}

/** Whichever law would have foretold the earlier runs best, each from the others. */
function bestLaw(runs: readonly StageRun[]): Law {
  const [first, ...others] = laws;
  if (runs.some((run) => run.objects <= 0)) return constant(runs);
  if (runs.length < 3) return first(runs);
  let best = { law: first, error: regret(first, runs) };
  for (const law of others) {
    const error = regret(law, runs);
    if (error < best.error) best = { law, error };
  }
  return best.law(runs);
}

type Learn = (runs: readonly StageRun[]) => Law;

const proportional: Learn = (runs) => ({
  base: 0,
  perObject: quantile(
    runs.map((run) => run.seconds / run.objects),
    0.5,
  ),
});

const constant: Learn = (runs) => ({
  base: quantile(
    runs.map((run) => run.seconds),
    0.5,
  ),
  perObject: 0,
});

/** Least squares, neither part below zero. */
const line: Learn = (runs) => {
  const meanObjects = mean(runs.map((run) => run.objects));
  const meanSeconds = mean(runs.map((run) => run.seconds));
  const spread = mean(runs.map((run) => (run.objects - meanObjects) ** 2));
  const shared = mean(runs.map((run) => (run.objects - meanObjects) * (run.seconds - meanSeconds)));
  const perObject = spread === 0 ? 0 : shared / spread;
  const base = meanSeconds - perObject * meanObjects;
  if (perObject < 0) return constant(runs);
  return base < 0 ? proportional(runs) : { base, perObject };
};

const laws: [Learn, ...Learn[]] = [proportional, constant, line];

/** The mean relative error of a law for each run when it is learnt from the other ones. */
function regret(learn: Learn, runs: readonly StageRun[]): number {
  return mean(
    runs.map((run, index) => {
      const law = learn(runs.toSpliced(index, 1));
      return Math.abs(law.base + law.perObject * run.objects - run.seconds) / Math.max(run.seconds, 0.001);
    }),
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A quantile with interpolation between the two nearest values; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
