import { sql } from "drizzle-orm";
import type { Db } from "#db/client";

export async function deleteEndedSessions(db: Db, keepDays: number): Promise<void> {
  await db.execute(sql`
    delete from sessions where least(expires_at, revoked_at) < now() - make_interval(days => ${keepDays})`);
  await db.execute(sql`
    delete from rate_limits where expire < extract(epoch from now() - make_interval(days => ${keepDays})) * 1000`);
}
