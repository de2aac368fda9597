import type { Db } from "#db/client";
import type { Logger } from "../log.ts";
import { leaseNumbers } from "./lease-numbers.ts";
import { type DeadJob, findDeadJobs, isAnyLeaseHeld, ringWaitingJobs, takeFromDead } from "./lease-store.ts";

/** What the look before saw; a death is believed when two looks see it. */
export type Suspicions = Map<string, number>;

/** One look for jobs whose worker died: an expired lease counts at once, a free lock after a second look. */
export async function reconcileJobs(
  db: Db,
  input: { suspicions: Suspicions; nowMs: number; log: Logger },
): Promise<void> {
  const { suspicions, nowMs, log } = input;
  if (!(await isAnyLeaseHeld(db))) {
    suspicions.clear();
    return;
  }
  const dead = await findDeadJobs(db);
  const seen = new Set(dead.map((job) => job.leaseId));
  for (const leaseId of suspicions.keys()) if (!seen.has(leaseId)) suspicions.delete(leaseId);
  for (const job of dead) {
    if (!isConfirmed(job, suspicions, nowMs)) continue;
    const outcome = await takeFromDead(db, job);
    suspicions.delete(job.leaseId);
    const why = job.expired ? "its lease expired" : "its lock is free";
    if (outcome !== "alive") log.warn({ jobId: job.jobId, workerId: job.workerId, why, outcome }, "a worker died");
  }
}

function isConfirmed(job: DeadJob, suspicions: Suspicions, nowMs: number): boolean {
  if (job.expired) return true;
  const first = suspicions.get(job.leaseId);
  if (first === undefined) suspicions.set(job.leaseId, nowMs);
  return first !== undefined && nowMs - first >= leaseNumbers.confirmDeathMs;
}

/** Jobs that wait for long are rung again, in case a ring was lost. */
export function sweepWaitingJobs(db: Db): Promise<void> {
  return ringWaitingJobs(db);
}
