import { sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client";

/** Counts a job that ends, and its stages, in the transaction of its end. */
export async function tallyEnd(tx: Tx, jobId: number): Promise<void> {
  await tx.execute(sql`
    insert into tallies (kind, name, outcome, count, seconds, frames)
    select 'job', status, coalesce(outcome, ''), 1,
           coalesce(extract(epoch from completed_at - started_at), 0), last_seq
    from jobs where id = ${jobId}
    union all
    select 'stage', sync_type, status, count(*), coalesce(sum(extract(epoch from completed_at - started_at)), 0), 0
    from job_stages where job_id = ${jobId} and completed_at is not null group by sync_type, status`);
}

/** Makes one row of all that count the same. Two at once do no harm: a row is summed by whoever deletes it. */
export async function sumTallies(db: Db): Promise<void> {
  await db.execute(sql`
    with gone as (delete from tallies returning kind, name, outcome, count, seconds, frames)
    insert into tallies (kind, name, outcome, count, seconds, frames)
    select kind, name, outcome, sum(count), sum(seconds), sum(frames) from gone group by kind, name, outcome`);
}
