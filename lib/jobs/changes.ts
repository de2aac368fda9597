import { z } from "zod";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { JobObject } from "../frames/objects.ts";
import { noSuchJob } from "./get.ts";
import { readObjects } from "./objects.ts";
import { findPrevious } from "./previous-store.ts";
import { findJob } from "./store.ts";

const objects = z.array(JobObject);

/** What a run did, against the run before it with the same scope. */
export const JobChanges = z
  .object({
    job_id: z.number(),
    previous_job_id: z.number().nullable(),
    created: objects,
    updated: objects,
    deleted: objects,
    /** Failed now and not before; without a previous run everything that failed. */
    newly_failing: objects,
    /** Failed before and not any more. */
    recovered: objects,
  })
  .meta({ id: "JobChanges" });
export type JobChanges = z.infer<typeof JobChanges>;

/** Throws `not_found`. */
export async function getJobChanges(ctx: Ctx, jobId: number): Promise<JobChanges> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  const previous = await findPrevious(ctx.db, job.scopeKey, jobId);
  const [now, before] = await Promise.all([
    readObjects(ctx.db, { jobId, kept: job.framesKept }),
    previous ? readObjects(ctx.db, { jobId: previous.id, kept: previous.framesKept }) : [],
  ]);
  return { job_id: jobId, previous_job_id: previous?.id ?? null, ...compareObjects(now, before) };
}

/** Pure: the objects of a run, judged by those of the run before. */
export function compareObjects(
  now: readonly JobObject[],
  before: readonly JobObject[],
): Omit<JobChanges, "job_id" | "previous_job_id"> {
  const failedBefore = new Set(before.filter(hasFailed).map(keyOf));
  const done = now.filter((object) => object.status === "completed");
  return {
    created: done.filter((object) => object.operation === "created"),
    updated: done.filter((object) => object.operation === "updated"),
    deleted: done.filter((object) => object.operation === "deleted"),
    newly_failing: now.filter((object) => hasFailed(object) && !failedBefore.has(keyOf(object))),
    recovered: done.filter((object) => failedBefore.has(keyOf(object))),
  };
}

const hasFailed = (object: JobObject): boolean => object.status === "failed" || object.operation === "failed";

const keyOf = (object: JobObject): string =>
  `${object.stage}/${object.proxmox_endpoint_id ?? 0}/${object.kind}/${object.name}`;
