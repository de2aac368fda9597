import { z } from "zod";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { JobObject } from "../frames/objects.ts";
import { completeObjects } from "./complete-objects.ts";
import { jobWithObjects } from "./objects.ts";
import { findDone, findTurned } from "./objects-store.ts";
import { findPrevious } from "./previous-store.ts";

/** Longer lists are cut; `/api/jobs/{id}/objects` pages through everything. */
const MAX_LISTED = 5_000;

const objects = z.array(JobObject);
const count = z.int().min(0);

/** What a run did, against the run before it with the same scope. */
export const JobChanges = z
  .object({
    job_id: z.number(),
    previous_job_id: z.number().nullable(),
    /** How many there are of each; the lists hold at most 5 000. */
    counts: z.object({
      created: count,
      updated: count,
      deleted: count,
      newly_failing: count,
      recovered: count,
    }),
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

/** Throws `not_found`. `limit` shortens the lists, not the counts. */
export async function getJobChanges(ctx: Ctx, jobId: number, limit = MAX_LISTED): Promise<JobChanges> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await jobWithObjects(ctx, jobId);
  const { db } = ctx;
  const previous = await findPrevious(db, job.scopeKey, jobId);
  if (previous) await completeObjects(db, previous);
  const runs = { jobId, previousId: previous?.id ?? null };
  const [created, updated, deleted, failing, recovered] = await Promise.all([
    findDone(db, jobId, "created", limit),
    findDone(db, jobId, "updated", limit),
    findDone(db, jobId, "deleted", limit),
    findTurned(db, { ...runs, turned: "failing" }, limit),
    findTurned(db, { ...runs, turned: "recovered" }, limit),
  ]);
  return {
    job_id: jobId,
    previous_job_id: runs.previousId,
    counts: {
      created: created.count,
      updated: updated.count,
      deleted: deleted.count,
      newly_failing: failing.count,
      recovered: recovered.count,
    },
    created: created.results,
    updated: updated.results,
    deleted: deleted.results,
    newly_failing: failing.results,
    recovered: recovered.results,
  };
}
