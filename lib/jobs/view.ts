import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import type { JobView } from "../frames/fold.ts";
import { noSuchJob } from "./get.ts";
import { restoreView } from "./recorder.ts";
import { findJob } from "./store.ts";

/** The fold of a job's frames so far: what a page paints first and a browser goes on from. */
export async function getJobView(ctx: Ctx, jobId: number): Promise<JobView> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  return restoreView(ctx.db, job);
}
