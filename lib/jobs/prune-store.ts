import { sql } from "drizzle-orm";
import { type Db, inTransaction, type Tx } from "#db/client";

/** Frames of this many jobs share a partition; `ensure_frame_partition` of the database makes them so. */
const PARTITION_JOBS = 500;
/** Dropping a partition waits for its readers, and everybody else then waits behind it: give up and try again later. */
const LOCK_PATIENCE = "500ms";

export type Retention = { days: number; jobs: number };
/** `Retention` once the newest jobs were counted: what is older than `oldestId` is beyond them. */
type Limits = { days: number; oldestId: number };

/** The oldest of the newest `jobs`; counted once for all partitions, because it walks that far through an index. */
export async function findOldestKept(db: Db, jobs: number): Promise<number> {
  const { rows } = await db.execute<{ id: number }>(
    sql`select id from jobs order by id desc offset ${jobs - 1} limit 1`,
  );
  return Number(rows[0]?.id ?? 0);
}

/** First job ids of the frame partitions, oldest first. */
export async function findPartitions(db: Db): Promise<number[]> {
  const { rows } = await db.execute<{ first: number }>(sql`
    select substring(relname from 'job_frames_p([0-9]+)$')::bigint as first
    from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'job_frames'::regclass order by 1`);
  return rows.map((row) => Number(row.first));
}

/**
 * May everything of this partition go? No job of it may still be alive, each must be over the age or beyond the
 * newest `jobs`, and no further job may get an id in it.
 */
async function isOver(tx: Tx, first: number, limits: Limits): Promise<boolean> {
  const { rows } = await tx.execute<{ over: boolean }>(sql`
    select coalesce((select max(id) from jobs) >= ${first + PARTITION_JOBS}, false) and not exists (
      select 1 from jobs where id >= ${first} and id < ${first + PARTITION_JOBS} and (
        status in ('pending', 'scheduled', 'running')
        or (completed_at > now() - make_interval(days => ${limits.days}) and id >= ${limits.oldestId}))
    ) as over`);
  return rows[0]?.over ?? false;
}

/** The last job that failed: its frames outlive their partition. */
const lastFailed = sql`(select id from jobs where outcome in ('failed', 'lost') order by id desc limit 1)`;

/** Drops one partition that is over, in one transaction. Returns whether it did. */
export async function dropPartition(db: Db, first: number, limits: Limits): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`select set_config('lock_timeout', ${LOCK_PATIENCE}, true)`);
    const { rows } = await tx.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(7243) as got`);
    if (!rows[0]?.got || !(await isOver(tx, first, limits))) return false;
    const range = sql`id >= ${first} and id < ${first + PARTITION_JOBS}`;
    await tx.execute(sql`
      insert into kept_job_frames select * from job_frames
      where job_id = ${lastFailed} and job_id >= ${first} and job_id < ${first + PARTITION_JOBS}
      on conflict do nothing`);
    await tx.execute(sql`update jobs set frames_kept = true where ${range} and id = ${lastFailed}`);
    await tx.execute(sql`update jobs set frames_dropped_at = now() where ${range} and not frames_kept`);
    await tx.execute(sql`drop table if exists ${sql.identifier(`job_frames_p${first}`)}`);
    return true;
  });
}

/** Lets go of what was kept when a later job has failed since. */
export async function releaseKept(db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rows } = await tx.execute<{ id: number }>(sql`
      update jobs set frames_kept = false, frames_dropped_at = now()
      where frames_kept and id <> ${lastFailed} returning id`);
    const ids = rows.map((row) => Number(row.id));
    if (ids.length > 0)
      await tx.execute(sql`delete from kept_job_frames where job_id = any(${sql.param(ids)}::bigint[])`);
  });
}

/** Deletes jobs whose frames are gone, with their steps and objects; a few at a time. Returns how many. */
export async function deleteDropped(db: Db, limit: number): Promise<number> {
  const { rows } = await db.execute(sql`
    delete from jobs where id in (
      select id from jobs where frames_dropped_at is not null and status in ('completed', 'errored', 'failed')
      order by id limit ${limit} for update skip locked) returning id`);
  return rows.length;
}
