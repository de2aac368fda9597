import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

/** Deletes the oldest of the checks that are so old. Returns how many. */
export async function deleteOldChecks(db: Db, keepDays: number, limit: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from check_history where id in (
      select id from check_history where at < now() - make_interval(days => ${keepDays}) order by at limit ${limit})`);
  return rowCount ?? 0;
}
