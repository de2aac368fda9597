import type { Ctx } from "../ctx.ts";
import { AppError, invalidField } from "../errors.ts";
import type { SyncType } from "../sync/stages.ts";
import { enqueueJob } from "./enqueue.ts";
import { getJob } from "./get.ts";
import { assertEnded } from "./run-again.ts";
import type { WireJob, WireStage } from "./wire.ts";

export type RetryInput = { from_stage?: string; failed_only?: boolean };

/** A new job with some steps of an old one: those from a stage on, or only those that failed. Mode `stages` only. */
export async function retryJob(ctx: Ctx, jobId: number, input: RetryInput): Promise<WireJob> {
  const job = await getJob(ctx, jobId);
  assertEnded(job);
  if (job.params.mode !== "stages") {
    throw new AppError(
      "conflict",
      `Job ${jobId} ran as one request (${job.params.mode}) and has no stages to retry; use Run now.`,
    );
  }
  const steps = chooseSteps(job, input).map((stage) => ({
    sync_type: stage.sync_type as SyncType, // safe because only stages of the table are stored
    proxmox_endpoint_id: stage.proxmox_endpoint_id ?? 0,
  }));
  if (steps.length === 0) throw new AppError("conflict", `Job ${jobId} has no such stage to retry.`);
  return enqueueJob(ctx, { ...job.params, name: job.name, only_steps: steps }, { parentJobId: job.id });
}

function chooseSteps(job: WireJob, input: RetryInput): WireStage[] {
  const stages = job.stages.filter((stage) => stage.sync_type !== "preflight");
  if (input.failed_only) {
    return stages.filter(
      (stage) => ["failed", "pending", "running"].includes(stage.status) || stage.error_code !== null,
    );
  }
  if (!input.from_stage) throw invalidField("from_stage", "name a stage, or set failed_only");
  const order = job.stages.findIndex((stage) => stage.sync_type === input.from_stage);
  if (order < 0) throw invalidField("from_stage", `job ${job.id} has no stage ${input.from_stage}`);
  const types = new Set(job.stages.slice(order).map((stage) => stage.sync_type));
  const before = new Set(job.stages.slice(0, order).map((stage) => stage.sync_type));
  return stages.filter((stage) => types.has(stage.sync_type) && !before.has(stage.sync_type));
}
