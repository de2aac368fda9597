import type { Db } from "#db/client";
import type { Logger } from "../log.ts";
import { sleep } from "../time.ts";
import { leaseNumbers } from "./lease-numbers.ts";
import { type DeadJob, findDeadJobs, isAnyLeaseHeld, ringWaitingJobs, takeFromDead } from "./lease-store.ts";

/** One look for jobs whose worker died: an expired lease counts at once, a free lock after a second look. */
export async function reconcileJobs(db: Db, log: Logger): Promise<void> {
  if (!(await isAnyLeaseHeld(db))) return;
  const dead = await findDeadJobs(db);
  await takeAll(
    db,
    log,
    dead.filter((job) => job.expired),
  );
  const suspects = new Set(dead.filter((job) => !job.expired).map((job) => job.leaseId));
  if (suspects.size === 0) return;
  await sleep(leaseNumbers.confirmDeathMs);
  await takeAll(
    db,
    log,
    (await findDeadJobs(db)).filter((job) => suspects.has(job.leaseId)),
  );
}

async function takeAll(db: Db, log: Logger, dead: readonly DeadJob[]): Promise<void> {
  let hasDied = false;
  for (const job of dead) {
    const outcome = await takeFromDead(db, job);
    if (outcome === "alive") continue;
    hasDied = true;
    const why = job.expired ? "its lease expired" : "its lock is free";
    log.warn({ jobId: job.jobId, workerId: job.workerId, why, outcome }, "a worker died");
  }
  // What the dead one had been given and not begun went with it: for example a job that it was about to take over.
  if (hasDied) await ringWaitingJobs(db, leaseNumbers.confirmDeathMs);
}

/** Jobs that wait for long are rung again, in case a ring was lost. */
export function sweepWaitingJobs(db: Db): Promise<void> {
  return ringWaitingJobs(db, leaseNumbers.ringAgainAfterMs);
}
