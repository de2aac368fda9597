import type { Db } from "#db/client";
import type { Logger } from "../log.ts";
import { sleep } from "../time.ts";
import { leaseNumbers } from "./lease-numbers.ts";
import { type DeadJob, findDeadJobs, isAnyLeaseHeld, ringWaitingJobs, takeFromDead } from "./lease-store.ts";

/**
 * One look for jobs whose worker died: an expired lease counts at once, a free lock after a second look. Returns whether
 * anybody held a lease.
 */
export async function reconcileJobs(db: Db, log: Logger): Promise<boolean> {
  if (!(await isAnyLeaseHeld(db))) return false;
  const dead = await findDeadJobs(db);
  await takeAll(
    db,
    log,
    dead.filter((job) => job.expired),
  );
  const suspects = new Set(dead.filter((job) => !job.expired).map((job) => job.leaseId));
  if (suspects.size === 0) return true;
  await sleep(leaseNumbers.confirmDeathMs);
  await takeAll(
    db,
    log,
    (await findDeadJobs(db)).filter((job) => suspects.has(job.leaseId)),
  );
  return true;
}

async function takeAll(db: Db, log: Logger, dead: readonly DeadJob[]): Promise<void> {
  const outcomes = await Promise.all(dead.map((job) => takeOne(db, log, job)));
  // What the dead one had been given and not begun went with it: for example a job that it was about to take over.
  if (outcomes.some((outcome) => outcome !== "alive")) await ringWaitingJobs(db, leaseNumbers.confirmDeathMs);
}

async function takeOne(db: Db, log: Logger, job: DeadJob): ReturnType<typeof takeFromDead> {
  const outcome = await takeFromDead(db, job);
  const why = job.expired ? "its lease expired" : "its lock is free";
  if (outcome !== "alive") log.warn({ jobId: job.jobId, workerId: job.workerId, why, outcome }, "a worker died");
  return outcome;
}

/** Jobs that wait for long are rung again, in case a ring was lost. */
export function sweepWaitingJobs(db: Db): Promise<void> {
  return ringWaitingJobs(db, leaseNumbers.ringAgainAfterMs);
}
