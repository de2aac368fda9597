import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { workers } from "#db/schema/index";

export type WorkerRow = typeof workers.$inferSelect;

export async function insertWorker(
  db: Db,
  worker: { name: string; version: string; port: number | null },
): Promise<number> {
  const [row] = await db.insert(workers).values(worker).returning({ id: workers.id });
  if (!row) throw new Error("the worker row was not returned");
  return row.id;
}

export async function updateWorker(db: Db, id: number, values: Partial<typeof workers.$inferInsert>): Promise<void> {
  await db
    .update(workers)
    .set({ heartbeatAt: sql`now()`, ...values })
    .where(eq(workers.id, id));
}

export async function findRecentWorkers(db: Db, withinMs: number): Promise<WorkerRow[]> {
  const since = sql`now() - make_interval(secs => ${withinMs / 1000})`;
  return db
    .select()
    .from(workers)
    .where(and(gt(workers.heartbeatAt, since)))
    .orderBy(desc(workers.id))
    .limit(100);
}

/** Old rows of workers that are gone; the names of those that ran jobs lately stay. */
export async function deleteOldWorkers(db: Db, keepDays: number): Promise<void> {
  await db.execute(sql`delete from workers where heartbeat_at < now() - make_interval(days => ${keepDays})`);
}
