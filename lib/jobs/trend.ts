import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { fromWallClock, toWallClock } from "../format/zoned.ts";
import { findTrend, type TrendRow } from "./trend-store.ts";

/** One day of syncs; a day without any is all zeros and has no runtime. */
export type TrendDay = {
  /** `2026-11-25` in the zone that was asked for. */
  day: string;
  ok: number;
  warnings: number;
  /** Failed, or lost with its worker. */
  failed: number;
  /** Cancelled, or skipped because another one was running. */
  other: number;
  /** Of full syncs that ended in order. */
  medianSeconds: number | null;
  longestSeconds: number | null;
};

const DAY_MS = 86_400_000;

/** How the syncs of the last days ended and how long they took, today last. */
export async function readTrend(ctx: Ctx, window: { days: number; timeZone: string; now: Date }): Promise<TrendDay[]> {
  requirePermission(ctx.actor, "jobs:read");
  const { timeZone } = window;
  const days = lastDays(window);
  const since = fromWallClock(`${days[0]}T00:00`, timeZone) ?? new Date(window.now.getTime() - window.days * DAY_MS);
  const rows = new Map((await findTrend(ctx.db, { since, timeZone })).map((row) => [row.day, row]));
  return days.map((day) => toDay(day, rows.get(day)));
}

/** The calendar days of the window; counted from noon, so that no change of the clocks drops or doubles one. */
function lastDays({ days, timeZone, now }: { days: number; timeZone: string; now: Date }): string[] {
  const noon = Date.parse(`${toWallClock(now, timeZone).slice(0, 10)}T12:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(noon - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

const toDay = (day: string, row: TrendRow | undefined): TrendDay => ({
  day,
  ok: row?.ok ?? 0,
  warnings: row?.warnings ?? 0,
  failed: row?.failed ?? 0,
  other: row?.other ?? 0,
  medianSeconds: row?.median_seconds ?? null,
  longestSeconds: row?.longest_seconds ?? null,
});
