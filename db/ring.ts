import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Db } from "./client.ts";

/** Puts a message into a queue with the transaction of `db`: our rows are the truth, and this is their doorbell. */
export async function ring(db: Db, queue: string, message: object, startAfter: Date | null = null): Promise<void> {
  const adapter = fromDrizzle(db, sql);
  const boss = new PgBoss({ db: adapter, migrate: false, supervise: false, schedule: false });
  await boss.send(queue, message, { db: adapter, ...(startAfter ? { startAfter } : {}) });
}
