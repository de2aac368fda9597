import { CronExpressionParser } from "cron-parser";
import type { Timing } from "./schema.ts";

const MINUTE_MS = 60_000;

/**
 * The first occurrence strictly after `after`; null when there is none. Intervals count from `startAt` in elapsed
 * time, so a change of the clocks does not move them. Cron follows the wall clock of its zone: a time that does not
 * exist on a day runs at the moment the clocks jump past it, a time that exists twice runs once.
 */
export function nextOccurrence(timing: Timing, after: Date): Date | null {
  const { startAt, intervalMinutes, cron } = timing;
  if (cron !== null) return nextOfCron(cron, timing.timezone, afterStart(startAt, after));
  if (startAt === null) return null;
  if (startAt > after) return startAt;
  if (intervalMinutes === null) return null;
  const stepMs = intervalMinutes * MINUTE_MS;
  const passed = Math.floor((after.getTime() - startAt.getTime()) / stepMs);
  return new Date(startAt.getTime() + (passed + 1) * stepMs);
}

/** The next `count` occurrences after `after`. */
export function nextOccurrences(timing: Timing, after: Date, count: number): Date[] {
  const found: Date[] = [];
  for (let from = after; found.length < count; ) {
    const next = nextOccurrence(timing, from);
    if (!next) break;
    found.push(next);
    from = next;
  }
  return found;
}

/** An occurrence at `startAt` itself counts. */
function afterStart(startAt: Date | null, after: Date): Date {
  if (!startAt) return after;
  const justBefore = new Date(startAt.getTime() - 1);
  return justBefore > after ? justBefore : after;
}

function nextOfCron(cron: string, timezone: string, after: Date): Date | null {
  try {
    return CronExpressionParser.parse(cron, { currentDate: after, tz: timezone }).next().toDate();
  } catch {
    return null;
  }
}
