import type { Db } from "#db/client";
import type { JobOutcome, JobStatus } from "./schema.ts";
import { findJobsById } from "./store.ts";

export type JobState = {
  id: number;
  name: string;
  status: JobStatus;
  outcome: JobOutcome | null;
  error: string | null;
};

/** How these jobs stand, for whoever only passes it on. */
export async function readJobStates(db: Db, ids: readonly number[]): Promise<JobState[]> {
  return (await findJobsById(db, ids)).map(({ id, name, status, outcome, error }) => ({
    id,
    name,
    status,
    outcome,
    error,
  }));
}
