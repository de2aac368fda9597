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
  | { kind: "cut" | "end"; atMs: number; path: string; afterFrames: number };

export type RoundPlan = { seed: number; runs: RunPlan[]; faults: Fault[] };

/** Milliseconds at scale 1 in which everything of a round begins. */
const WINDOW_MS = 25_000;
const WORKERS = 3;

const quickStages = ["devices", "storage", "virtual-machines", "vm-disks", "replications"];

/** The same seed, the same round. Runs of one round share its faults, each on an endpoint of its own. */
export function planRound(seed: number, runs: number, scale: number): RoundPlan {
  const random = seededRandom(seed * 7919 + 13);
  const at = () => Math.round(random.next() * WINDOW_MS * scale);
  return {
    seed,
    runs: Array.from({ length: runs }, (_, index) => planRun(seed + index, scale)),
    faults: Array.from({ length: random.int(3, 6) }, () => planFault(random, at(), scale)).sort(
      (a, b) => a.atMs - b.atMs,
    ),
  };
}

function planRun(seed: number, scale: number): RunPlan {
  const random = seededRandom(seed);
  const at = () => Math.round(random.next() * WINDOW_MS * scale);
  const enqueues = Array.from({ length: random.int(1, 2) }, () => ({
    atMs: at(),
    body: planBody(random),
    copies: random.chance(0.3) ? 2 : 1,
  }));
  return {
    seed,
    enqueues,
    cancels: random.chance(0.35) ? [{ atMs: at(), storm: random.int(1, 4) }] : [],
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
  "cut",
  "end",
] as const;

function planFault(random: Random, atMs: number, scale: number): Fault {
  const kind = random.pick(kinds);
  switch (kind) {
    case "kill":
    case "replace":
      return { kind, atMs, worker: random.int(0, WORKERS - 1) };
    case "freeze":
      return { kind, atMs, worker: random.int(0, WORKERS - 1), forMs: Math.round(random.int(1_000, 30_000) * scale) };
    case "database":
      return { kind, atMs, downMs: Math.round(random.int(0, 20_000) * scale) };
    case "terminate":
    case "listen":
    case "life-lock":
      return { kind, atMs, limit: random.int(1, 10) };
    case "cut":
    case "end": {
      const stage = stages.find((one) => one.syncType === random.pick(quickStages)) ?? stages[0];
      return { kind, atMs, path: `/${stage?.streamPath}`, afterFrames: random.int(0, 4) };
    }
  }
}
