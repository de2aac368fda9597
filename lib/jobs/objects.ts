import { z } from "zod";
import type { Total } from "#db/count";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import type { JobObject } from "../frames/objects.ts";
import { orderingBy, paging, repeated, toOrder } from "../http/query.ts";
import { completeObjects } from "./complete-objects.ts";
import { noSuchJob } from "./get.ts";
import { countObjectGroups, findObjects, findObjectsOfStages, type ObjectGroup } from "./objects-store.ts";
import { findJob, type JobRow } from "./store.ts";

const orders = ["seq", "name"] as const;
const texts = repeated(z.string().max(300));

/** The filters of the objects of a job as they stand in a query string. */
export const JobObjectsQuery = z.strictObject({
  ...paging,
  ordering: orderingBy(orders, "seq"),
  q: z.string().max(200).optional(),
  kind: texts,
  operation: texts,
  status: texts,
  stage: texts,
  proxmox_endpoint_id: repeated(z.coerce.number().int()),
});
export type JobObjectsQuery = z.infer<typeof JobObjectsQuery>;

/** What happened to each object of a job so far: at most a second behind its log, complete once it is over. */
export async function listJobObjects(
  ctx: Ctx,
  jobId: number,
  query: JobObjectsQuery,
): Promise<Total & { results: JobObject[] }> {
  requirePermission(ctx.actor, "jobs:read");
  await jobWithObjects(ctx, jobId);
  const { column, descending } = toOrder<(typeof orders)[number]>(query.ordering);
  const filter = {
    kinds: query.kind,
    operations: query.operation,
    statuses: query.status,
    stages: query.stage,
    proxmoxEndpointIds: query.proxmox_endpoint_id,
    q: query.q,
  };
  const page = { limit: query.limit, offset: query.offset, order: column, descending };
  return findObjects(ctx.db, jobId, filter, page);
}

/** Every object that these stages of a job told of, in one read. */
export async function listObjectsOfStages(ctx: Ctx, jobId: number, stages: string[]): Promise<JobObject[]> {
  requirePermission(ctx.actor, "jobs:read");
  await jobWithObjects(ctx, jobId);
  return findObjectsOfStages(ctx.db, jobId, stages);
}

/** How many objects a job has of each sort, as far as its worker stored them: nothing is made up for here. */
export async function countJobObjects(ctx: Ctx, jobId: number): Promise<ObjectGroup[]> {
  requirePermission(ctx.actor, "jobs:read");
  return countObjectGroups(ctx.db, jobId);
}

/** The job, with its objects in their table; throws `not_found`. */
export async function jobWithObjects(ctx: Ctx, jobId: number): Promise<JobRow> {
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  await completeObjects(ctx.db, job);
  return job;
}
