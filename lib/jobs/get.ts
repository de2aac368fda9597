import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { findStages } from "./stages-store.ts";
import { findJobWithNames } from "./store.ts";
import { toWireJob } from "./to-wire.ts";
import type { WireJob } from "./wire.ts";

/** One job with its steps; throws `not_found`. */
export async function getJob(ctx: Ctx, jobId: number): Promise<WireJob> {
  requirePermission(ctx.actor, "jobs:read");
  const row = await findJobWithNames(ctx.db, jobId);
  if (!row) throw noSuchJob(jobId);
  return toWireJob(row, await findStages(ctx.db, [jobId]));
}

export const noSuchJob = (jobId: number): AppError => new AppError("not_found", `There is no job ${jobId}.`);
