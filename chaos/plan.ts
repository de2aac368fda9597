import { type Random, seededRandom } from "#lib/simulator/random";
import { stages } from "#lib/sync/stages";

/** One endpoint's share of a round: what is enqueued, cancelled and broken at its backend, and when. */
export type RunPlan = {
  seed: number;
  enqueues: { atMs: number; body: Record<string, unknown>; copies: number }[];
  cancels: { atMs: number; storm: number }[];
  /** Occurrences of a schedule that come due. */
  occurrences: number[];
};

export type Fault =
  | { kind: "kill" | "replace"; atMs: number; worker: number }
  | { kind: "freeze"; atMs: number; worker: number; forMs: number }
  | { kind: "database"; atMs: number; downMs: number }
  | { kind: "terminate" | "listen" | "life-lock"; atMs: number; limit: number }
  | { kind: "half-open"; atMs: number; worker: number; forMs: number; heals: boolean }
  | { kind: "clock"; atMs: number; worker: number; offsetMs: number }
  | { kind: "cut" | "end"; atMs: number; path: string; afterFrames: number };

/** `clocks`: how far the wall clock of each worker is off when the round begins. */
export type RoundPlan = { seed: number; runs: RunPlan[]; faults: Fault[]; clocks: number[] };

/** Milliseconds at scale 1 in which everything of a round begins. */
const WINDOW_MS = 25_000;
/** Milliseconds at scale 1 after which a job that was enqueued has opened a stream, or even ended. */
const SOON_MS = 5_000;
/** Of the fleet. */
export const WORKERS = 3;
/** A wall clock is off by at most this much; a difference between machines, so no scale makes it shorter. */
const CLOCK_OFF_MS = 5 * 60_000;

const quickStages = ["devices", "storage", "virtual-machines", "vm-disks", "replications"];

/** Without `faults` every kind may happen. */
type PlanOptions = { scale: number; faults: readonly FaultKind[] | null };

/** The same seed, the same round. Runs of one round share its faults, each on an endpoint of its own. */
export function planRound(seed: number, runs: number, { scale, faults }: PlanOptions): RoundPlan {
  const random = seededRandom(seed * 7919 + 13);
  const at = () => Math.round(random.next() * WINDOW_MS * scale);
  return {
    seed,
    runs: Array.from({ length: runs }, (_, index) => planRun(seed + index, scale)),
    faults: Array.from({ length: random.int(5, 9) }, () => planFault(random, at(), { scale, faults })).sort(
      (a, b) => a.atMs - b.atMs,
    ),
    clocks: Array.from({ length: WORKERS }, () => (random.chance(0.5) ? clockOffset(random) : 0)),
  };
}

const clockOffset = (random: Random): number => random.int(-CLOCK_OFF_MS, CLOCK_OFF_MS);

function planRun(seed: number, scale: number): RunPlan {
  const random = seededRandom(seed);
  const at = () => Math.round(random.next() * WINDOW_MS * scale);
  const enqueues = Array.from({ length: random.int(1, 2) }, () => ({
    atMs: at(),
    body: planBody(random),
    copies: random.chance(0.3) ? 2 : 1,
  }));
  // At any time, or soon after a job was enqueued: then it most likely runs.
  const cancelAt = () =>
    random.chance(0.5) ? at() : Math.round(random.pick(enqueues).atMs + random.next() * SOON_MS * scale);
  return {
    seed,
    enqueues,
    cancels: random.chance(0.35) ? [{ atMs: cancelAt(), storm: random.int(1, 4) }] : [],
    occurrences: random.chance(0.3) ? Array.from({ length: random.int(1, 3) }, at).sort((a, b) => a - b) : [],
  };
}

function planBody(random: Random): Record<string, unknown> {
  const onConflict = random.chance(0.5) ? "queue" : "skip";
  if (random.chance(0.05)) return { mode: "full-update", on_conflict: onConflict };
  const count = random.int(1, 2);
  const types = new Set(Array.from({ length: count }, () => random.pick(quickStages)));
  return { sync_types: [...types], on_conflict: onConflict };
}

export type FaultKind = Fault["kind"];

/** A kind that stands here twice comes twice as often. */
const kinds = [
  "kill",
  "kill",
  "replace",
  "freeze",
  "freeze",
  "database",
  "terminate",
  "listen",
  "life-lock",
  "half-open",
  "half-open",
  "clock",
  "cut",
  "end",
] as const satisfies FaultKind[];

export const isFaultKind = (name: string): name is FaultKind => (kinds as readonly string[]).includes(name);

function planFault(random: Random, atMs: number, { scale, faults }: PlanOptions): Fault {
  const kind = random.pick(faults ?? kinds);
  switch (kind) {
    case "kill":
    case "replace":
      return { kind, atMs, worker: random.int(0, WORKERS - 1) };
    case "freeze":
      return { kind, atMs, worker: random.int(0, WORKERS - 1), forMs: Math.round(random.int(1_000, 60_000) * scale) };
    case "database":
      return { kind, atMs, downMs: Math.round(random.int(0, 60_000) * scale) };
    case "terminate":
    case "listen":
    case "life-lock":
      return { kind, atMs, limit: random.int(1, 10) };
    case "half-open": {
      const forMs = Math.round(random.int(1_000, 60_000) * scale);
      return { kind, atMs, worker: random.int(0, WORKERS - 1), forMs, heals: random.chance(0.5) };
    }
    case "clock":
      return { kind, atMs, worker: random.int(0, WORKERS - 1), offsetMs: clockOffset(random) };
    case "cut":
    case "end": {
      const stage = stages.find((one) => one.syncType === random.pick(quickStages)) ?? stages[0];
      return { kind, atMs, path: `/${stage?.streamPath}`, afterFrames: random.int(0, 4) };
    }
  }
}
