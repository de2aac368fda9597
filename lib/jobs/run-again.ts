import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { enqueueJob } from "./enqueue.ts";
import { getJob } from "./get.ts";
import { canRunAgain } from "./schema.ts";
import type { WireJob } from "./wire.ts";

/** "Run now": a new job with the same parameters. Only a job that has ended can be run again. */
export async function runJobAgain(ctx: Ctx, jobId: number): Promise<WireJob> {
  const job = await getJob(ctx, jobId);
  assertEnded(job);
  const { only_steps: _, ...params } = job.params;
  return enqueueJob(ctx, { ...params, name: job.name }, { parentJobId: job.id });
}

export function assertEnded(job: WireJob): void {
  if (canRunAgain(job.status)) return;
  const remedy = job.status === "scheduled" ? "use Start now instead" : "cancel it first, or wait until it has ended";
  throw new AppError("conflict", `Job ${job.id} is ${job.status}; ${remedy}.`);
}
