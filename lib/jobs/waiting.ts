import type { Db } from "#db/client";
import { countByStatus, findJob } from "./store.ts";

/** How many jobs wait for a worker, wait for their time, and run. */
export async function countWaitingJobs(db: Db): Promise<{ pending: number; scheduled: number; running: number }> {
  const counts = await countByStatus(db);
  return { pending: counts.pending ?? 0, scheduled: counts.scheduled ?? 0, running: counts.running ?? 0 };
}

/** Has this job not been started yet? */
export async function isJobWaiting(db: Db, jobId: number): Promise<boolean> {
  const job = await findJob(db, jobId);
  return job?.status === "pending" || job?.status === "scheduled";
}
