import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

type Tally = { kind: "job" | "stage"; name: string; outcome: string; count: number; seconds: number };

export type Numbers = {
  /** Jobs that ended by status, and their stages by sync type, each with its outcome. */
  ended: Tally[];
  /** Jobs that have not ended, by status. */
  open: { status: string; count: number }[];
  endpoints: { service: string; status: string; count: number }[];
  deliveries: { status: string; count: number }[];
  /** The backends that nothing is sent to now. */
  lockedBackendIds: number[];
  workersUp: number;
  framesTotal: number;
  oldestWaitingSeconds: number;
  lastSuccessSeconds: number | null;
};

/** Heartbeats come every few seconds; a worker without one for this long is not up. */
const WORKER_UP_S = 30;

/** What the database knows of how the console is doing. Nothing here reads the jobs that are over. */
export async function readNumbers(db: Db): Promise<Numbers> {
  const ended = await db.execute<Tally>(sql`
    select kind, name, outcome, sum(count)::float8 as count, sum(seconds)::float8 as seconds
    from tallies group by kind, name, outcome order by kind, name, outcome`);
  const open = await db.execute<Numbers["open"][number]>(sql`
    select status, count(*)::int as count from jobs where status in ('pending', 'scheduled', 'running') group by status`);
  const endpoints = await db.execute<Numbers["endpoints"][number]>(
    sql`select service, status, count(*)::int as count from checks group by service, status`,
  );
  const deliveries = await db.execute<Numbers["deliveries"][number]>(
    sql`select status, count(*)::int as count from webhook_deliveries group by status`,
  );
  const locked = await db.execute<{ id: number }>(
    sql`select id::float8 as id from backends where locked_until > now() order by id`,
  );
  const [single] = (
    await db.execute<{ workers: number; frames: number; waiting: number; success: number | null }>(sql`
      select
        (select count(*)::int from workers
          where state = 'ready' and heartbeat_at > now() - make_interval(secs => ${WORKER_UP_S})) as workers,
        (select coalesce(sum(frames), 0)::float8 from tallies)
          + (select coalesce(sum(last_seq), 0)::float8 from jobs where status in ('pending', 'running')) as frames,
        (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8
          from jobs where status = 'pending') as waiting,
        (select extract(epoch from now() - completed_at)::float8 from jobs
          where outcome in ('ok', 'warnings') and completed_at is not null
          order by completed_at desc limit 1) as success`)
  ).rows;
  return {
    ended: ended.rows,
    open: open.rows,
    endpoints: endpoints.rows,
    deliveries: deliveries.rows,
    lockedBackendIds: locked.rows.map(({ id }) => id),
    workersUp: single?.workers ?? 0,
    framesTotal: single?.frames ?? 0,
    oldestWaitingSeconds: single?.waiting ?? 0,
    lastSuccessSeconds: single?.success ?? null,
  };
}
