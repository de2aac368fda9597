import { inTransaction } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { getJob, noSuchJob } from "./get.ts";
import { lockJob, ringQueue, updateJob } from "./store.ts";
import type { WireJob } from "./wire.ts";

/** Starts a scheduled job now instead of at its time. */
export async function startJobNow(ctx: Ctx, jobId: number): Promise<WireJob> {
  requirePermission(ctx.actor, "jobs:create");
  return inTransaction(ctx.db, async (tx) => {
    const job = await lockJob(tx, jobId);
    if (!job) throw noSuchJob(jobId);
    if (job.status !== "scheduled") {
      throw new AppError("conflict", `Job ${jobId} is ${job.status}; only a scheduled job can be started now.`);
    }
    await updateJob(tx, jobId, { status: "pending", scheduledAt: null });
    await ringQueue(tx, jobId, job.queue);
    await publish(tx, topics.job(jobId), topics.jobs);
    return getJob({ ...ctx, db: tx }, jobId);
  });
}
