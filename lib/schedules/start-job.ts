import type { Ctx } from "../ctx.ts";
import { DEFAULT_JOB_NAME, enqueueJob } from "../jobs/enqueue.ts";
import type { WireJob } from "../jobs/wire.ts";
import type { ScheduleRow } from "./store.ts";

/** Enqueues a job for an occurrence; the overlap policy decides what happens when another one holds its endpoints. */
export function startScheduledJob(ctx: Ctx, schedule: ScheduleRow): Promise<WireJob> {
  const params = schedule.params as Record<string, unknown>; // safe because only parsed params are stored
  const body = {
    ...params,
    name: schedule.systemKey ? DEFAULT_JOB_NAME : schedule.name,
    on_conflict: schedule.overlap,
  };
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : schedule.userId;
  return enqueueJob(ctx, body, { scheduleId: schedule.id, userId });
}
