import { type SQL, sql } from "drizzle-orm";
import type { Db } from "./client.ts";

/** Counting stops here; beyond, the count is an estimate. */
export const EXACT_COUNT = 10_000;

export type Total = { count: number; isEstimate: boolean };

type Plan = { "QUERY PLAN": { Plan: { "Plan Rows": number } }[] };

/** How many rows a query has, as a part of another one: no more than one beyond what is counted exactly. */
export const countOf = (rows: SQL): SQL<number> =>
  sql<number>`(select count(*)::int from (${rows} limit ${EXACT_COUNT + 1}) as counted)`;

/** What such a count says: exact up to `EXACT_COUNT`, above it what the planner expects. */
export async function totalOf(db: Db, count: number, rows: SQL): Promise<Total> {
  if (count <= EXACT_COUNT) return { count, isEstimate: false };
  const planned = await db.execute<Plan>(sql`explain (format json) ${rows}`);
  const expected = planned.rows[0]?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? count;
  return { count: Math.max(count, Math.round(expected)), isEstimate: true };
}

/** How many rows a query has. `rows` is a bare select. */
export async function countRows(db: Db, rows: SQL): Promise<Total> {
  const counted = await db.execute<{ count: number }>(sql`select ${countOf(rows)} as count`);
  return totalOf(db, counted.rows[0]?.count ?? 0, rows);
}
