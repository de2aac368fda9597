import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Db, inTransaction, type Tx } from "#db/client";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { leaseNumbers, WORKER_LOCK_CLASS } from "./lease-numbers.ts";
import type { JobOutcome, JobStatus, Lease } from "./schema.ts";
import { CANCELLED } from "./schema.ts";
import { ringQueue } from "./store.ts";
import { tallyEnd } from "./tally-store.ts";

const ttl = () => sql.raw(`interval '${leaseNumbers.ttlMs} milliseconds'`);

export type ClaimResult =
  | { kind: "claimed"; lease: Lease }
  | { kind: "held"; holderJobId: number }
  | { kind: "full"; running: number }
  /** Somebody else has it, or it is no longer pending: a duplicate delivery. */
  | { kind: "gone" };

export type ClaimInput = {
  jobId: number;
  workerId: number;
  backendId: number;
  keys: readonly string[];
  maxParallel: number;
};

/**
 * Takes the job and all its keys, or nothing. Keys are locked in one order, so two claims cannot wait for each other;
 * a key that this very job still holds from an earlier attempt is its own.
 */
export async function claimLease(db: Db, input: ClaimInput): Promise<ClaimResult> {
  const keys = [...new Set(input.keys)].sort();
  return inTransaction(db, async (tx) => {
    await lockBackend(tx, input.backendId);
    const held = await lockKeys(tx, keys);
    const holder = held.find((key) => key.job_id !== null && Number(key.job_id) !== input.jobId);
    if (holder) return { kind: "held", holderJobId: Number(holder.job_id) };
    const running = await countRunning(tx, input);
    if (running >= input.maxParallel) return { kind: "full", running };
    return takeJob(tx, input, keys);
  });
}

/** Claims of one backend take turns: otherwise two could both count one running job less than there is. */
async function lockBackend(tx: Tx, backendId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7242, ${backendId}::int)`);
}

async function lockKeys(tx: Tx, keys: string[]): Promise<{ key: string; job_id: number | null }[]> {
  if (keys.length === 0) return [];
  await tx.execute(sql`
    insert into leases (key) select unnest(${sql.param(keys)}::text[]) on conflict (key) do nothing`);
  const { rows } = await tx.execute<{ key: string; job_id: number | null }>(sql`
    select key, job_id from leases where key = any(${sql.param(keys)}::text[]) order by key for update`);
  return rows;
}

/** Of the other jobs: one that was handed back keeps its place, as it keeps its keys, until it goes on. */
async function countRunning(tx: Tx, { backendId, jobId }: ClaimInput): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from jobs
    where (status = 'running' or (status = 'pending' and attempt > 0))
      and id <> ${jobId} and backend_id = ${backendId} and queue = 'proxbox-default'`);
  return rows[0]?.count ?? 0;
}

async function takeJob(tx: Tx, input: ClaimInput, keys: string[]): Promise<ClaimResult> {
  const leaseId = randomUUID();
  const fence = await takeKeys(tx, input.jobId, keys);
  const { rows } = await tx.execute<{ attempt: number }>(sql`
    update jobs set status = 'running', lease_id = ${leaseId}, worker_id = ${input.workerId}, backend_id = ${input.backendId},
      lease_expires_at = clock_timestamp() + ${ttl()}, fence = ${fence}, attempt = attempt + 1, started_at = coalesce(started_at, now()),
      waiting_reason = null, holder_job_id = null, updated_at = now()
    where id = ${input.jobId} and status = 'pending' returning attempt`);
  const attempt = rows[0]?.attempt;
  if (attempt === undefined) {
    // Nothing may stay taken for a job that was cancelled or started elsewhere meanwhile.
    await tx.execute(sql`
      update leases set job_id = null where job_id = ${input.jobId}
      and not exists (select 1 from jobs where id = ${input.jobId} and status in ('running', 'pending'))`);
    return { kind: "gone" };
  }
  await publish(tx, topics.job(input.jobId), topics.jobs);
  return { kind: "claimed", lease: { jobId: input.jobId, leaseId, workerId: input.workerId, attempt, fence } };
}

async function takeKeys(tx: Tx, jobId: number, keys: string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const { rows } = await tx.execute<{ fence: number }>(sql`
    update leases set job_id = ${jobId}, fence = fence + 1, taken_at = now()
    where key = any(${sql.param(keys)}::text[]) returning fence`);
  return Math.max(...rows.map((row) => Number(row.fence)));
}

/** A scheduled job whose time has come waits for a worker like any other. */
export async function releaseScheduled(db: Db, jobId: number): Promise<void> {
  await db.execute(sql`
    update jobs set status = 'pending', updated_at = now()
    where id = ${jobId} and status = 'scheduled' and scheduled_at <= now() + interval '1 second'`);
}

export const REFUSED = "Another sync job is already running";

/** Ends a waiting job because another one holds what it needs: visible, and no failure. */
export async function skipHeldJob(db: Db, jobId: number, holderJobId: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update jobs set status = 'completed', outcome = 'skipped', error = ${REFUSED}, error_code = 'Skipped', holder_job_id = ${holderJobId},
        completed_at = now(), updated_at = now() where id = ${jobId} and status = 'pending' returning id`);
    if (rows.length > 0) await settleEnd(tx, jobId, { error: REFUSED, errorCode: "Skipped" });
  });
}

/** The job stays pending and says why; it is rung when keys are freed. */
export async function waitForTurn(db: Db, jobId: number, reason: string, holderJobId: number | null): Promise<void> {
  const { rows } = await db.execute(sql`
    update jobs set waiting_reason = ${reason}, holder_job_id = ${holderJobId}, updated_at = now()
    where id = ${jobId} and status = 'pending' and waiting_reason is distinct from ${reason} returning id`);
  if (rows.length > 0) await publish(db, topics.job(jobId), topics.jobs);
}

/** Rings jobs again that wait for so long: a ring may have been lost with the worker that took it. */
export async function ringWaitingJobs(db: Db, waitedMs: number): Promise<void> {
  const { rows } = await db.execute<{ id: number; queue: string }>(sql`
    select id, queue from jobs where status = 'pending' and updated_at < now() - make_interval(secs => ${waitedMs / 1000}) order by id limit 100`);
  for (const row of rows) {
    await ringQueue(db, Number(row.id), row.queue);
    await db.execute(sql`update jobs set updated_at = now() where id = ${row.id} and status = 'pending'`);
  }
}

/** Is any lease held? Only then somebody needs to look for dead owners. */
export async function isAnyLeaseHeld(db: Db): Promise<boolean> {
  const { rows } = await db.execute(sql`select 1 from jobs where status = 'running' limit 1`);
  return rows.length > 0;
}

/** Prolongs the lease. False: it was lost. `cancelRequested` tells the owner to stop. */
export async function renewLease(db: Db, lease: Lease): Promise<{ kept: boolean; cancelRequested: boolean }> {
  const { rows } = await db.execute<{ cancel: boolean }>(sql`
    update jobs set lease_expires_at = clock_timestamp() + ${ttl()}
    where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running'
    returning cancel_requested_at is not null as cancel`);
  return { kept: rows.length > 0, cancelRequested: rows[0]?.cancel ?? false };
}

export type JobEnd = {
  status: Extract<JobStatus, "completed" | "errored" | "failed">;
  outcome: JobOutcome;
  error: string | null;
  errorCode: string | null;
  suggestion: string | null;
};

/** Writes the end and what follows from it, in one transaction. False: the lease was lost. */
export async function finishLease(db: Db, lease: Lease, end: JobEnd): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update jobs set status = ${end.status}, outcome = ${end.outcome}, error = ${end.error}, error_code = ${end.errorCode},
        suggestion = ${end.suggestion}, completed_at = now(), updated_at = now(), lease_id = null, lease_expires_at = null,
        waiting_reason = null
      where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running' returning id`);
    if (rows.length === 0) return false;
    await settleEnd(tx, lease.jobId, end);
    return true;
  });
}

/**
 * Gives the job back for another attempt, which does the steps under way again, and keeps its keys reserved, so that
 * nothing slips in between.
 */
export async function handBackLease(db: Db, lease: Lease): Promise<boolean> {
  return inTransaction(db, (tx) => handBack(tx, sql`lease_id = ${lease.leaseId}`, lease.jobId, false));
}

async function handBack(tx: Tx, proof: ReturnType<typeof sql>, jobId: number, isLoss: boolean): Promise<boolean> {
  if (await endCancelled(tx, proof, jobId)) return true;
  const { rows } = await tx.execute<{ queue: string }>(sql`
    update jobs set status = 'pending', lease_id = null, lease_expires_at = null, losses = losses + ${isLoss ? 1 : 0}, updated_at = now()
    where id = ${jobId} and status = 'running' and ${proof} returning queue`);
  const queue = rows[0]?.queue;
  if (queue === undefined) return false;
  await tx.execute(sql`
    update job_stages set status = 'pending', started_at = null where job_id = ${jobId} and status = 'running'`);
  await ringQueue(tx, jobId, queue);
  await publish(tx, topics.job(jobId), topics.jobs);
  return true;
}

/** A cancelled job is not started again only to be stopped: it ends where its worker left it. */
async function endCancelled(tx: Tx, proof: ReturnType<typeof sql>, jobId: number): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    update jobs set status = 'failed', outcome = 'cancelled', error = ${CANCELLED.error}, error_code = ${CANCELLED.errorCode},
      completed_at = now(), updated_at = now(), lease_id = null, lease_expires_at = null, waiting_reason = null
    where id = ${jobId} and status = 'running' and cancel_requested_at is not null and ${proof} returning id`);
  if (rows.length === 0) return false;
  await settleEnd(tx, jobId, CANCELLED);
  return true;
}

export type DeadJob = {
  jobId: number;
  leaseId: string;
  workerId: number;
  losses: number;
  maxAttempts: number;
  expired: boolean;
};

/**
 * Running jobs whose lease expired, or whose worker's advisory lock is free. Empty within one TTL after the server
 * started: its restart cut every lock, and live owners renew first.
 */
export async function findDeadJobs(db: Db): Promise<DeadJob[]> {
  const { rows } = await db.execute<{
    id: number;
    lease_id: string;
    worker_id: number;
    losses: number;
    max_attempts: number;
    expired: boolean;
  }>(sql`
    select id, lease_id, worker_id, losses, max_attempts, lease_expires_at < now() as expired from jobs
    where status = 'running' and pg_postmaster_start_time() < now() - ${ttl()} and (
      lease_expires_at < now() or ${isLockFree()})`);
  return rows.map((row) => ({
    jobId: Number(row.id),
    leaseId: row.lease_id,
    workerId: Number(row.worker_id),
    losses: row.losses,
    maxAttempts: row.max_attempts,
    expired: row.expired,
  }));
}

/**
 * The worker's lock is free and the lease was not renewed for a while: a worker that only lost the connection of its
 * lock renews at a quick pace until it has it back.
 */
const isLockFree = () => sql`(
  lease_expires_at < clock_timestamp() + ${ttl()} - make_interval(secs => ${leaseNumbers.confirmDeathMs / 1000})
  and not exists (
    select 1 from pg_locks where locktype = 'advisory' and classid = ${WORKER_LOCK_CLASS} and objid = jobs.worker_id::int
    and database = (select oid from pg_database where datname = current_database())))`;

/** Takes a dead worker's job away, unless its owner gave a sign of life since it was found: pending again, or `lost` when its workers died too often. */
export async function takeFromDead(db: Db, dead: DeadJob): Promise<"handed_back" | "cancelled" | "lost" | "alive"> {
  return inTransaction(db, async (tx) => {
    const isStillDead = dead.expired ? sql`lease_expires_at < clock_timestamp()` : isLockFree();
    const proof = sql`lease_id = ${dead.leaseId} and ${isStillDead}`;
    if (await endCancelled(tx, proof, dead.jobId)) return "cancelled";
    if (dead.losses + 1 < dead.maxAttempts) {
      return (await handBack(tx, proof, dead.jobId, true)) ? "handed_back" : "alive";
    }
    const message = `The worker died during attempt ${dead.losses + 1} of ${dead.maxAttempts}; the job is not started again.`;
    const { rows } = await tx.execute(sql`
      update jobs set status = 'errored', outcome = 'lost', error = ${message}, error_code = 'WorkerLost', losses = losses + 1,
        suggestion = 'Look at the log of the worker at that time, then use Run now.',
        completed_at = now(), updated_at = now(), lease_id = null, lease_expires_at = null
      where id = ${dead.jobId} and status = 'running' and ${proof} returning id`);
    if (rows.length === 0) return "alive";
    await settleEnd(tx, dead.jobId, { error: message, errorCode: "WorkerLost" });
    return "lost";
  });
}

/**
 * What follows every end of a job, in its transaction: a step that was under way ends with it and for the same reason,
 * its keys are free, it is counted, and whoever watches or waits is told.
 */
export async function settleEnd(
  tx: Tx,
  jobId: number,
  end: { error: string | null; errorCode: string | null },
): Promise<void> {
  await tx.execute(sql`
    update job_stages set status = 'failed', error = ${end.error}, error_code = ${end.errorCode}, completed_at = now()
    where job_id = ${jobId} and status = 'running'`);
  await freeKeys(tx, jobId);
  await tallyEnd(tx, jobId);
  await publish(tx, topics.job(jobId), topics.syncEnd(jobId), topics.jobs);
}

/** Frees the keys of a job that has ended, and wakes whoever waits for one. */
async function freeKeys(tx: Tx, jobId: number): Promise<void> {
  await tx.execute(sql`update leases set job_id = null where job_id = ${jobId}`);
  const { rows } = await tx.execute<{ id: number; queue: string }>(sql`
    select id, queue from jobs where status = 'pending' and waiting_reason is not null order by id limit 100`);
  for (const row of rows) await ringQueue(tx, Number(row.id), row.queue);
}
