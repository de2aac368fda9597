import { type SQL, sql } from "drizzle-orm";
import type { Db } from "./client.ts";

/** Counting stops here; beyond, the count is an estimate. */
export const EXACT_COUNT = 10_000;

export type Total = { count: number; isEstimate: boolean };

type Plan = { "QUERY PLAN": { Plan: { "Plan Rows": number } }[] };

/** How many rows a query has: exact up to `EXACT_COUNT`, above it what the planner expects. `rows` is a bare select. */
export async function countRows(db: Db, rows: SQL): Promise<Total> {
  const limit = EXACT_COUNT + 1;
  const counted = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (${rows} limit ${limit}) as counted`,
  );
  const count = counted.rows[0]?.count ?? 0;
  if (count <= EXACT_COUNT) return { count, isEstimate: false };
  const planned = await db.execute<Plan>(sql`explain (format json) ${rows}`);
  const expected = planned.rows[0]?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? count;
  return { count: Math.max(count, Math.round(expected)), isEstimate: true };
}
