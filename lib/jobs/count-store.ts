/**
 * How many jobs a filter finds. Each job that a filter by endpoint, sync type or part of a name finds is on a page of
 * its own of the table, ten thousand pages for an exact count. But they have few names and few scopes, and a scope says
 * its sync types and endpoints: so those that match are looked up first, and their jobs are counted in an index alone.
 */
import { and, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { jobs } from "#db/schema/index";
import { hasName, hasParams, type JobFilter, jobConditions } from "./store.ts";

/** To walk further costs more than it saves. */
const MAX_WALKED = 500;

export async function countJobs(db: Db, filter: JobFilter): Promise<Total> {
  const { syncTypes: _, proxmoxEndpointIds: __, q, ...rest } = filter;
  const [scopes, names] = await Promise.all([
    walk(db, jobs.scopeKey, hasParams(filter)),
    walk(db, jobs.name, hasName(q)),
  ]);
  const condition = and(
    jobConditions(rest),
    scopes ? inArray(jobs.scopeKey, scopes) : hasParams(filter),
    names ? inArray(jobs.name, names) : hasName(q),
  );
  return countRows(db, sql`select 1 from ${jobs} where ${condition ?? sql`true`}`);
}

/** The values of an indexed column whose jobs match, from each to the next; null without a condition or of too many. */
async function walk(
  db: Db,
  column: typeof jobs.scopeKey | typeof jobs.name,
  condition: SQL | undefined,
): Promise<string[] | null> {
  if (!condition) return null;
  const { rows } = await db.execute<{ walked: number; found: string[] }>(sql`
    with recursive walked as (
      (select ${column} as value, id from jobs order by ${column}, id limit 1)
      union all
      select next.value, next.id from walked cross join lateral (
        select ${column} as value, id from jobs where ${column} > walked.value order by ${column}, id limit 1) as next
    ), first as (select * from walked limit ${MAX_WALKED + 1})
    select count(*)::int as walked, coalesce(array_agg(value) filter (where ${condition}), '{}') as found
    from first join jobs using (id)`);
  const [row] = rows;
  return row && row.walked <= MAX_WALKED ? row.found : null;
}
