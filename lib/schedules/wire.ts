import { z } from "zod";
import { JobParams } from "../jobs/schema.ts";
import { nextOccurrences } from "./occurrences.ts";
import { missedPolicies, overlapPolicies, type Timing } from "./schema.ts";
import type { ScheduleRow } from "./store.ts";

const NEXT_RUNS = 5;

const moment = z.string().nullable();

/** A schedule as programs and pages see it; times are ISO 8601 UTC. */
export const WireSchedule = z
  .object({
    id: z.number(),
    name: z.string(),
    params: JobParams,
    start_at: moment,
    interval_minutes: z.number().nullable(),
    cron: z.string().nullable(),
    timezone: z.string(),
    missed: z.enum(missedPolicies),
    overlap: z.enum(overlapPolicies),
    enabled: z.boolean(),
    next_run_at: moment,
    next_runs: z.array(z.string()),
    last_job_id: z.number().nullable(),
    last_run_at: moment,
    /** Occurrences that started no job: missed while down, or the job before still waited. */
    missed_count: z.number(),
    last_missed_at: moment,
    last_error: z.string().nullable(),
    /** Driven by the setting `sync_interval`. */
    is_system: z.boolean(),
    user_id: z.number().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Schedule" });
export type WireSchedule = z.infer<typeof WireSchedule>;

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
