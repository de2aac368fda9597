import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { readUsual } from "./read-usual.ts";
import { findStages } from "./stages-store.ts";
import { findJobWithNames } from "./store.ts";
import { toWireJob } from "./to-wire.ts";
import { findUsualRuntimes } from "./usual-store.ts";
import type { WireJob } from "./wire.ts";

/** One job with its steps and what they usually take; throws `not_found`. */
export async function getJob(ctx: Ctx, jobId: number): Promise<WireJob> {
  requirePermission(ctx.actor, "jobs:read");
  const row = await findJobWithNames(ctx.db, jobId);
  if (!row) throw noSuchJob(jobId);
  const stages = await findStages(ctx.db, [jobId]);
  const [usual, runtimes] = await Promise.all([
    readUsual(ctx.db, row.job, stages),
    findUsualRuntimes(ctx.db, [row.job.scopeKey]),
  ]);
  return toWireJob(row, stages, { stages: usual, runtimeSeconds: runtimes.get(row.job.scopeKey) });
}

export const noSuchJob = (jobId: number): AppError => new AppError("not_found", `There is no job ${jobId}.`);
