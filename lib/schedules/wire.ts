import type { JobParams } from "../jobs/schema.ts";
import { nextOccurrences } from "./occurrences.ts";
import type { ScheduleInput, Timing } from "./schema.ts";
import type { ScheduleRow } from "./store.ts";

const NEXT_RUNS = 5;

/** A schedule as programs and pages see it; times are ISO 8601 UTC. */
export type WireSchedule = Omit<ScheduleInput, "params"> & {
  id: number;
  params: JobParams;
  next_run_at: string | null;
  next_runs: string[];
  last_job_id: number | null;
  last_run_at: string | null;
  /** Occurrences that started no job: missed while down, or the job before still waited. */
  missed_count: number;
  last_missed_at: string | null;
  last_error: string | null;
  /** Driven by the setting `sync_interval`. */
  is_system: boolean;
  user_id: number | null;
  created_at: string;
  updated_at: string;
  url: string;
  display_url: string;
};

export function toWireSchedule(row: ScheduleRow, now: Date): WireSchedule {
  return {
    id: row.id,
    name: row.name,
    params: row.params as JobParams, // safe because only parsed params are stored
    start_at: iso(row.startAt),
    interval_minutes: row.intervalMinutes,
    cron: row.cron,
    timezone: row.timezone,
    missed: row.missed,
    overlap: row.overlap,
    enabled: row.enabled,
    next_run_at: iso(row.nextRunAt),
    next_runs: nextRuns(row, now).map((at) => at.toISOString()),
    last_job_id: row.lastJobId,
    last_run_at: iso(row.lastRunAt),
    missed_count: row.missedCount,
    last_missed_at: iso(row.lastMissedAt),
    last_error: row.lastError,
    is_system: row.systemKey !== null,
    user_id: row.userId,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    url: `/api/plugins/proxbox/schedules/${row.id}`,
    display_url: `/schedules/${row.id}`,
  };
}

/** When a schedule runs, out of its row. */
export const timingOf = (row: ScheduleRow): Timing => ({
  startAt: row.startAt,
  intervalMinutes: row.intervalMinutes,
  cron: row.cron,
  timezone: row.timezone,
});

/** The stored next run comes first, also when it is already due; a paused schedule has none. */
function nextRuns(row: ScheduleRow, now: Date): Date[] {
  if (!row.enabled || !row.nextRunAt) return [];
  const after = row.nextRunAt > now ? row.nextRunAt : now;
  return [row.nextRunAt, ...nextOccurrences(timingOf(row), after, NEXT_RUNS - 1)];
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
