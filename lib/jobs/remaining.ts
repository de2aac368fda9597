/**
 * How long a job still takes: what its stages usually take here, scaled by how much this run has discovered and by how
 * fast it is so far. Pure and browser-safe: the worker stores its answer, pages go on with the same function.
 */
import type { StageUsual } from "./wire.ts";

export type StepNow = {
  proxmoxEndpointId: number | null;
  status: "pending" | "running" | "completed" | "warning" | "failed" | "skipped";
  /** How long it took, or takes already; null before its start. */
  seconds: number | null;
  done: number;
  /** Objects discovered; null while unknown. */
  total: number | null;
  usual: StageUsual | null;
};

/** So much of the whole is trusted to history before this run's own pace counts as much. */
const TRUST = 0.1;
/** A stage may hold back its end: what it still takes is never less than this share of what it took. */
const OVERRUN = 0.05;
const MAX_SHARE = 0.99;

/** Seconds until the last step ends; null while a step that is to run was never seen before. */
export function remainingSeconds(steps: readonly StepNow[]): number | null {
  const open = steps.filter((step) => step.status === "pending" || step.status === "running");
  if (steps.length === 0 || open.some((step) => step.usual === null)) return null;
  const growth = growthByEndpoint(steps);
  const judged = steps.map((step) => judge(step, growth.get(step.proxmoxEndpointId) ?? 1));
  const whole = judged.reduce((sum, { expected }) => sum + expected, 0);
  const prior = Math.max(whole * TRUST, 0.001);
  const known = judged.filter((each) => each.spent !== null);
  const pace =
    (prior + known.reduce((sum, { spent }) => sum + (spent ?? 0), 0)) /
    (prior + known.reduce((sum, { expectedOfSpent }) => sum + expectedOfSpent, 0));
  return judged.reduce((sum, each) => sum + leftOf(each, pace), 0);
}

type Judged = {
  step: StepNow;
  /** By history, for the objects of this run. */
  expected: number;
  base: number;
  /** How much of its objects is done; null when it cannot be told. */
  share: number | null;
  /** What was spent, and what history says the same work takes; null when this says nothing about the pace. */
  spent: number | null;
  expectedOfSpent: number;
};

function judge(step: StepNow, growth: number): Judged {
  const { usual, seconds } = step;
  if (!usual) return { step, expected: 0, base: 0, share: null, spent: null, expectedOfSpent: 0 };
  const objects = step.total !== null && usual.objects > 0 ? step.total : usual.objects * growth;
  const work = usual.seconds_per_object * objects;
  const expected = usual.base_seconds + work;
  const measure = step.total ?? objects;
  const share = step.done > 0 && measure > 0 ? Math.min(MAX_SHARE, step.done / measure) : null;
  const judged = { step, expected, base: usual.base_seconds, share };
  if (seconds === null || step.status === "skipped" || step.status === "failed" || step.status === "pending") {
    return { ...judged, spent: null, expectedOfSpent: 0 };
  }
  if (step.status !== "running") return { ...judged, spent: seconds, expectedOfSpent: expected };
  if (share === null) return { ...judged, spent: null, expectedOfSpent: 0 };
  const expectedOfSpent = work > 0 ? usual.base_seconds + share * work : share * expected;
  return { ...judged, spent: seconds, expectedOfSpent };
}

/** The running step by history first, by its own pace the further it is. */
function leftOf({ step, expected, base, share }: Judged, pace: number): number {
  if (step.status === "pending") return expected * pace;
  if (step.status !== "running") return 0;
  const spent = step.seconds ?? 0;
  if (share === null) return Math.max(expected * pace - spent, spent * OVERRUN);
  const isWork = expected > base;
  const overhead = isWork ? base * pace : 0;
  const byHistory = (expected - (isWork ? base : 0)) * (1 - share) * pace;
  const byPace = (Math.max(spent - overhead, 0) * (1 - share)) / share;
  return (1 - share) * byHistory + share * byPace;
}

/** Objects of this run over those of the last one, as far as both are known. */
function growthByEndpoint(steps: readonly StepNow[]): Map<number | null, number> {
  const growth = new Map<number | null, number>();
  for (const [endpoint, own] of Map.groupBy(steps, (step) => step.proxmoxEndpointId)) {
    const seen = own.filter((step) => step.total !== null && (step.usual?.objects ?? 0) > 0);
    const before = seen.reduce((sum, step) => sum + (step.usual?.objects ?? 0), 0);
    const now = seen.reduce((sum, step) => sum + (step.total ?? 0), 0);
    if (before > 0 && now > 0) growth.set(endpoint, now / before);
  }
  return growth;
}

/** What was said `ageSeconds` ago, said now: it runs down, but to nothing only when the end is there. */
export function agedRemaining(seconds: number, ageSeconds: number): number {
  return Math.max(seconds - Math.max(ageSeconds, 0), seconds * OVERRUN);
}
