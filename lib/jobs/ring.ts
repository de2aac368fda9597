import type { Db } from "#db/client";
import { findJob, ringQueue } from "./store.ts";

/** Rings the queue for a job again: its delivery was taken by a worker that cannot run it. */
export async function ringJob(db: Db, jobId: number): Promise<void> {
  const job = await findJob(db, jobId);
  if (job?.status === "pending") await ringQueue(db, jobId, job.queue);
}
