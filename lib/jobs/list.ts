import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { countJobs } from "./count-store.ts";
import { findStages } from "./stages-store.ts";
import { findJobs, type JobFilter, type JobOrder } from "./store.ts";
import { toWireJob } from "./to-wire.ts";
import { findUsualRuntimes } from "./usual-store.ts";
import type { WireJob } from "./wire.ts";

export const jobOrders: readonly JobOrder[] = ["id", "created_at", "completed_at", "name", "status"];

export type JobListQuery = JobFilter & {
  limit?: number;
  offset?: number;
  order?: JobOrder;
  descending?: boolean;
};

/** A page of jobs, newest first unless told otherwise. */
export async function listJobs(
  ctx: Ctx,
  query: JobListQuery,
): Promise<{ count: number; isEstimate: boolean; results: WireJob[] }> {
  requirePermission(ctx.actor, "jobs:read");
  const { limit = 50, offset = 0, order = "id", descending = true, ...filter } = query;
  const [rows, total] = await Promise.all([
    findJobs(ctx.db, filter, { limit, offset, order, descending }),
    countJobs(ctx.db, filter),
  ]);
  const [stages, runtimes] = await Promise.all([
    findStages(
      ctx.db,
      rows.map((row) => row.job.id),
    ),
    findUsualRuntimes(
      ctx.db,
      rows.map((row) => row.job.scopeKey),
    ),
  ]);
  const byJob = Map.groupBy(stages, (stage) => stage.jobId);
  const results = rows.map((row) =>
    toWireJob(row, byJob.get(row.job.id) ?? [], { runtimeSeconds: runtimes.get(row.job.scopeKey) }),
  );
  return { ...total, results };
}
