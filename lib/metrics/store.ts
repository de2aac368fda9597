import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

export type Numbers = {
  jobs: { status: string; outcome: string | null; count: number }[];
  stages: { sync_type: string; status: string; count: number; seconds: number }[];
  endpoints: { service: string; status: string; count: number }[];
  deliveries: { status: string; count: number }[];
  workersUp: number;
  framesTotal: number;
  oldestWaitingSeconds: number;
  lastSuccessSeconds: number | null;
};

/** Heartbeats come every few seconds; a worker without one for this long is not up. */
const WORKER_UP_S = 30;

/** What the database knows of how the console is doing. Its cost is bounded by the retention of jobs. */
export async function readNumbers(db: Db): Promise<Numbers> {
  const jobs = await db.execute<Numbers["jobs"][number]>(
    sql`select status, outcome, count(*)::int as count from jobs group by status, outcome`,
  );
  const stages = await db.execute<Numbers["stages"][number]>(sql`
    select sync_type, status, count(*)::int as count,
           coalesce(sum(extract(epoch from completed_at - started_at)), 0)::float8 as seconds
    from job_stages where completed_at is not null group by sync_type, status`);
  const endpoints = await db.execute<Numbers["endpoints"][number]>(
    sql`select service, status, count(*)::int as count from checks group by service, status`,
  );
  const deliveries = await db.execute<Numbers["deliveries"][number]>(
    sql`select status, count(*)::int as count from webhook_deliveries group by status`,
  );
  const [single] = (
    await db.execute<{ workers: number; frames: number; waiting: number; success: number | null }>(sql`
      select
        (select count(*)::int from workers
          where state = 'ready' and heartbeat_at > now() - make_interval(secs => ${WORKER_UP_S})) as workers,
        (select coalesce(sum(last_seq), 0)::float8 from jobs) as frames,
        (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8
          from jobs where status = 'pending') as waiting,
        (select extract(epoch from now() - max(completed_at))::float8
          from jobs where outcome in ('ok', 'warnings')) as success`)
  ).rows;
  return {
    jobs: jobs.rows,
    stages: stages.rows,
    endpoints: endpoints.rows,
    deliveries: deliveries.rows,
    workersUp: single?.workers ?? 0,
    framesTotal: single?.frames ?? 0,
    oldestWaitingSeconds: single?.waiting ?? 0,
    lastSuccessSeconds: single?.success ?? null,
  };
}
