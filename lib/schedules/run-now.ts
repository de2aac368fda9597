import { inTransaction } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import type { WireJob } from "../jobs/wire.ts";
import { noSuchSchedule } from "./get.ts";
import { startScheduledJob } from "./start-job.ts";
import { databaseNow, lockSchedule, updateSchedule } from "./store.ts";

/** Starts a job of the schedule at once, also when it is paused; its next run stays as it is. */
export async function runScheduleNow(ctx: Ctx, id: number): Promise<WireJob> {
  requirePermission(ctx.actor, "schedules:write");
  return inTransaction(ctx.db, async (tx) => {
    const schedule = await lockSchedule(tx, id);
    if (!schedule) throw noSuchSchedule(id);
    const job = await startScheduledJob({ ...ctx, db: tx }, schedule);
    await updateSchedule(tx, id, { lastJobId: job.id, lastRunAt: await databaseNow(tx) });
    await publish(tx, topics.schedules);
    return job;
  });
}
