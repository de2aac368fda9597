import { sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { CHANNEL } from "./topics.ts";

/** Sends hints with the caller's transaction: they arrive when it commits, and never when it does not. */
export async function publish(db: Db, ...hints: string[]): Promise<void> {
  for (const hint of hints) await db.execute(sql`select pg_notify(${CHANNEL}, ${hint})`);
}
