import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { getJob, noSuchJob } from "./get.ts";
import { settleEnd } from "./lease-store.ts";
import { CANCELLED, isTerminal } from "./schema.ts";
import { lockJob, updateJob } from "./store.ts";
import type { WireJob } from "./wire.ts";

/**
 * Cancels a job. One that waits ends at once; one that runs is marked and its worker stops it, which a second call
 * does not change. A finished job is a `conflict`.
 */
export async function cancelJob(ctx: Ctx, jobId: number): Promise<WireJob> {
  requirePermission(ctx.actor, "jobs:cancel");
  return inTransaction(ctx.db, async (tx) => {
    const job = await lockJob(tx, jobId);
    if (!job) throw noSuchJob(jobId);
    if (isTerminal(job.status)) {
      throw new AppError("conflict", `Job ${jobId} has already ended (${job.status}); use Run now to start it again.`);
    }
    const cancelledBy = ctx.actor.kind === "user" ? ctx.actor.userId : null;
    if (job.status === "running") {
      if (job.cancelRequestedAt === null) {
        await updateJob(tx, jobId, { cancelRequestedAt: new Date(), cancelRequestedBy: cancelledBy });
      }
      await publish(tx, topics.cancel(jobId), topics.job(jobId), topics.jobs);
    } else {
      await updateJob(tx, jobId, {
        status: "failed",
        outcome: "cancelled",
        ...CANCELLED,
        completedAt: new Date(),
        cancelRequestedBy: cancelledBy,
        waitingReason: null,
      });
      await settleEnd(tx, jobId, CANCELLED);
    }
    await recordAudit(
      { ...ctx, db: tx },
      { action: "cancel", objectType: "job", objectId: jobId, objectName: job.name },
    );
    return getJob({ ...ctx, db: tx }, jobId);
  });
}
