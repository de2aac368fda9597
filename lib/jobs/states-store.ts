import { inArray, or } from "drizzle-orm";
import type { Db } from "#db/client";
import { jobs } from "#db/schema/index";
import type { JobOutcome, JobStatus } from "./schema.ts";

/** The little of a job that open tabs are told about. */
export type JobState = { id: number; status: JobStatus; outcome: JobOutcome | null; error: string | null };

/** Every job that is not over yet, and the named ones in whatever state. */
export async function findJobStates(db: Db, ids: readonly number[]): Promise<JobState[]> {
  const isActive = inArray(jobs.status, ["pending", "scheduled", "running"]);
  return db
    .select({ id: jobs.id, status: jobs.status, outcome: jobs.outcome, error: jobs.error })
    .from(jobs)
    .where(ids.length > 0 ? or(inArray(jobs.id, [...ids]), isActive) : isActive)
    .orderBy(jobs.id);
}
