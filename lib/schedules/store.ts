import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client";
import { schedules } from "#db/schema/index";

export type ScheduleRow = typeof schedules.$inferSelect;
export type NewSchedule = typeof schedules.$inferInsert;

export async function findSchedules(db: Db): Promise<ScheduleRow[]> {
  return db.select().from(schedules).orderBy(asc(schedules.id));
}

export async function findSchedule(db: Db, id: number): Promise<ScheduleRow | null> {
  const [row] = await db.select().from(schedules).where(eq(schedules.id, id));
  return row ?? null;
}

export async function findBySystemKey(db: Db, systemKey: string): Promise<ScheduleRow | null> {
  const [row] = await db.select().from(schedules).where(eq(schedules.systemKey, systemKey));
  return row ?? null;
}

/** Locks the row against ticks and other writers. */
export async function lockSchedule(tx: Tx, id: number): Promise<ScheduleRow | null> {
  const [row] = await tx.select().from(schedules).where(eq(schedules.id, id)).for("update");
  return row ?? null;
}

export async function insertSchedule(db: Db, values: NewSchedule): Promise<ScheduleRow> {
  const [row] = await db.insert(schedules).values(values).returning();
  if (!row) throw new Error("the schedule row was not returned");
  return row;
}

export async function updateSchedule(db: Db, id: number, values: Partial<NewSchedule>): Promise<ScheduleRow | null> {
  const [row] = await db
    .update(schedules)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(schedules.id, id))
    .returning();
  return row ?? null;
}

export async function deleteSchedule(db: Db, id: number): Promise<void> {
  await db.delete(schedules).where(eq(schedules.id, id));
}

/** Ids of schedules whose time has come by the database's clock, the longest waiting first. */
export async function findDueIds(db: Db, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: schedules.id })
    .from(schedules)
    .where(isDue())
    .orderBy(asc(schedules.nextRunAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** The schedule if it is still due and nobody else is at it, with the database's time. */
export async function claimDue(tx: Tx, id: number): Promise<{ schedule: ScheduleRow; now: Date } | null> {
  const [schedule] = await tx
    .select()
    .from(schedules)
    .where(and(eq(schedules.id, id), isDue()))
    .for("update", { skipLocked: true });
  return schedule ? { schedule, now: await databaseNow(tx) } : null;
}

const isDue = () => and(eq(schedules.enabled, true), lte(schedules.nextRunAt, sql`now()`));

export async function findMsToNextRun(db: Db): Promise<number | null> {
  const { rows } = await db.execute<{ ms: number | null }>(sql`
    select (extract(epoch from min(next_run_at) - now()) * 1000)::float8 as ms from schedules where enabled`);
  const ms = rows[0]?.ms ?? null;
  return ms && Math.max(0, ms);
}

/** The one clock that schedules are judged by. */
export async function databaseNow(db: Db): Promise<Date> {
  const { rows } = await db.execute<{ now: string }>(sql`select (extract(epoch from now()) * 1000)::bigint as now`);
  return new Date(Number(rows[0]?.now));
}
