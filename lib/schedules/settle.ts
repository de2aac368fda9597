import { nextOccurrence } from "./occurrences.ts";
import type { ScheduleInput, Timing } from "./schema.ts";

/** An occurrence that is seen this late still counts as on time: a worker may have been restarting. */
export const ON_TIME_MS = 60_000;
/** Counted in one turn; a longer backlog goes on with the next turn, so that no turn blocks the process for long. */
const MAX_PER_TURN = 2_000;

export type Settlement = {
  /** Does the latest occurrence start a job? */
  starts: boolean;
  /** Occurrences that do not. */
  missed: number;
  lastMissedAt: Date | null;
  nextRunAt: Date | null;
};

/**
 * Accounts for every occurrence from `dueAt` to `now`: the latest starts a job when it is on time, or when the
 * schedule makes up for missed ones; all others are missed. Each occurrence is counted once, whatever happened between.
 */
export function settle(timing: Timing, input: { dueAt: Date; now: Date; missed: ScheduleInput["missed"] }): Settlement {
  const due: Date[] = [];
  let next: Date | null = input.dueAt;
  while (next && next <= input.now && due.length < MAX_PER_TURN) {
    due.push(next);
    next = nextOccurrence(timing, next);
  }
  const latest = due.at(-1);
  const isBacklog = next !== null && next <= input.now;
  const isOnTime = latest !== undefined && input.now.getTime() - latest.getTime() <= ON_TIME_MS;
  const starts = latest !== undefined && !isBacklog && (isOnTime || input.missed === "once");
  const misses = starts ? due.slice(0, -1) : due;
  return { starts, missed: misses.length, lastMissedAt: misses.at(-1) ?? null, nextRunAt: next };
}
