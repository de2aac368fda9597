import type { Db } from "#db/client";
import { listLiveWorkers } from "../workers/live.ts";
import { countByStatus, findJob, findLongestPending } from "./store.ts";

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

/** A worker takes a job within a second; who waits this long is missing one. */
const NO_WORKER_AFTER_MS = 30_000;

export const START_WORKER_COMMAND = "npm run start:worker";

export type NoWorker = { jobId: number; waitingSince: Date; command: string };

/** The job that waits longest, when it has waited for more than 30 s and no worker is alive; null when all is well. */
export async function noWorkerSince(db: Db): Promise<NoWorker | null> {
  const longest = await findLongestPending(db, NO_WORKER_AFTER_MS);
  if (!longest || (await listLiveWorkers(db)).length > 0) return null;
  return { ...longest, command: START_WORKER_COMMAND };
}
