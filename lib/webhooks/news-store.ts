import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

/** What happened that a webhook wants to know and was not told yet. */
export type News = { webhook_id: number; event: string; dedupe_key: number; payload: Record<string, unknown> };

/** One process looks at a time: who does not get the lock has nothing to do. Call it in the transaction of the look. */
export async function lockNews(db: Db): Promise<boolean> {
  const { rows } = await db.execute<{ locked: boolean }>(sql`select pg_try_advisory_xact_lock(7245, 1) as locked`);
  return rows[0]?.locked ?? false;
}

/** What is older than a day is history, also for a webhook that was off. */
const since = sql`greatest(w.created_at, now() - interval '1 day')`;
const untold = (event: string, key: ReturnType<typeof sql>, toldAfter = sql`'-infinity'`) => sql`
  w.enabled and ${event} = any(w.events) and not exists (
    select 1 from webhook_deliveries d
    where d.webhook_id = w.id and d.event = ${event} and d.dedupe_key = ${key} and d.created_at > ${toldAfter})`;
/** What happened within a day was told within it: older deliveries need not be looked through. */
const aDayAgo = sql`now() - interval '1 day'`;

/** A scope that ran for years must not be read as a whole for each job that ends. */
const LOOKED_AT = 200;

/** Ended jobs, with how the runs before them of the same scope ended, newest first. */
export async function findEndedJobs(db: Db): Promise<(News & { before: string[] })[]> {
  const looks = (event: string) => sql`
    select w.id as webhook_id, ${event}::text as event, j.id as dedupe_key,
      jsonb_build_object('job', jsonb_build_object('id', j.id, 'name', j.name, 'status', j.status, 'outcome', j.outcome,
        'error', j.error, 'error_code', j.error_code, 'suggestion', j.suggestion, 'counts', j.counts,
        'started_at', j.started_at, 'completed_at', j.completed_at)) as payload,
      array(select p.outcome from (
          select outcome, completed_at from jobs where scope_key = j.scope_key order by id desc limit ${LOOKED_AT}
        ) as p where p.completed_at < j.completed_at and p.outcome in ('ok', 'warnings', 'failed', 'lost')
        order by p.completed_at desc limit 3) as before
    from webhooks w join jobs j on j.completed_at > ${since} where ${untold(event, sql`j.id`, aDayAgo)}`;
  const { rows } = await db.execute<News & { before: string[] }>(sql`
    ${looks("job.ended")} union all ${looks("job.failing")} union all ${looks("job.recovered")} order by dedupe_key`);
  return rows;
}

/** Schedules that missed runs. The key holds schedule and moment: one that misses again is news again. */
export async function findMissedSchedules(db: Db): Promise<News[]> {
  const key = sql`(s.id * 100000000 + (extract(epoch from s.last_missed_at)::bigint % 100000000))`;
  const { rows } = await db.execute<News>(sql`
    select w.id as webhook_id, 'schedule.missed' as event, ${key} as dedupe_key,
      jsonb_build_object('schedule', jsonb_build_object('id', s.id, 'name', s.name, 'missed_count', s.missed_count,
        'last_missed_at', s.last_missed_at, 'last_error', s.last_error, 'next_run_at', s.next_run_at)) as payload
    from webhooks w join schedules s on s.last_missed_at > ${since} where ${untold("schedule.missed", key, aDayAgo)}`);
  return rows;
}

/** The last sign of any worker, when that is older than `forMs`. Told once for each time they went. */
export async function findGoneWorkers(db: Db, forMs: number): Promise<News[]> {
  const key = sql`(extract(epoch from l.at) * 1000)::bigint`;
  const { rows } = await db.execute<News>(sql`
    select w.id as webhook_id, 'workers.gone' as event, ${key} as dedupe_key,
      jsonb_build_object('last_heartbeat_at', l.at) as payload
    from webhooks w, (select max(heartbeat_at) as at from workers) l
    where l.at < now() - make_interval(secs => ${forMs / 1000}) and ${untold("workers.gone", key)}`);
  return rows;
}
