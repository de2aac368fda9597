import type { Db } from "#db/client";
import { releaseScheduled } from "./lease-store.ts";
import { JobParams } from "./schema.ts";
import { findJob, type JobRow } from "./store.ts";

export type PendingJob = Omit<JobRow, "params"> & { params: JobParams };

/** The job of a delivery, when it still waits; a scheduled one whose time has come starts to wait. */
export async function findPendingJob(db: Db, jobId: number): Promise<PendingJob | null> {
  await releaseScheduled(db, jobId);
  const job = await findJob(db, jobId);
  return job?.status === "pending" ? { ...job, params: JobParams.parse(job.params) } : null;
}
