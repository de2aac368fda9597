import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

export type TrendRow = {
  day: string;
  ok: number;
  warnings: number;
  failed: number;
  other: number;
  median_seconds: number | null;
  longest_seconds: number | null;
};

/** More jobs than this in a window are a sample of its newest: a page must not cost more because syncs are many. */
const LOOKED_AT = 20_000;

/**
 * Jobs that ended since `since` by the day of `timeZone` they ended on: how, and how long the full ones took that
 * ended in order. Days without a job are left out. Reads the window of the index on `completed_at` and nothing else.
 */
export async function findTrend(db: Db, window: { since: Date; timeZone: string }): Promise<TrendRow[]> {
  const { rows } = await db.execute<TrendRow>(sql`
    with ended as (
      select outcome, completed_at, extract(epoch from completed_at - started_at)::float8 as seconds,
        outcome in ('ok', 'warnings') and params -> 'sync_types' = '["all"]'
          and coalesce(params -> 'netbox_vm_ids', '[]') = '[]' as is_full
      from jobs where completed_at >= ${window.since} order by completed_at desc limit ${LOOKED_AT}
    )
    select to_char(completed_at at time zone ${window.timeZone}, 'YYYY-MM-DD') as day,
      (count(*) filter (where outcome = 'ok'))::int as ok,
      (count(*) filter (where outcome = 'warnings'))::int as warnings,
      (count(*) filter (where outcome in ('failed', 'lost')))::int as failed,
      (count(*) filter (where outcome is null or outcome in ('cancelled', 'skipped')))::int as other,
      percentile_cont(0.5) within group (order by seconds) filter (where is_full) as median_seconds,
      max(seconds) filter (where is_full) as longest_seconds
    from ended group by 1 order by 1`);
  return rows;
}
