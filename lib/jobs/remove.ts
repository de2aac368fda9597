import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { noSuchJob } from "./get.ts";
import { isTerminal } from "./schema.ts";
import { deleteJob, lockJob } from "./store.ts";

/** Deletes a job that has ended, with its steps. Its frames go with their partition. */
export async function removeJob(ctx: Ctx, jobId: number): Promise<void> {
  requirePermission(ctx.actor, "jobs:delete");
  await inTransaction(ctx.db, async (tx) => {
    const job = await lockJob(tx, jobId);
    if (!job) throw noSuchJob(jobId);
    if (!isTerminal(job.status)) throw new AppError("conflict", `Job ${jobId} is ${job.status}; cancel it first.`);
    await deleteJob(tx, jobId);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "delete", objectType: "job", objectId: jobId, objectName: job.name },
    );
    await publish(tx, topics.jobs);
  });
}
