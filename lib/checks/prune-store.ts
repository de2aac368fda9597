import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

export async function deleteOldChecks(db: Db, keepDays: number): Promise<void> {
  await db.execute(sql`delete from check_history where at < now() - make_interval(days => ${keepDays})`);
}
