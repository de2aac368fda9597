import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { consoleFacts, sessions, users } from "#db/schema/index";

export type SessionWithUser = {
  session: typeof sessions.$inferSelect;
  user: typeof users.$inferSelect;
};

/** A usable session by the hash of its token: not revoked, not expired, its user enabled. */
export async function findSession(db: Db, tokenHash: string): Promise<SessionWithUser | null> {
  const [row] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, tokenHash),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        eq(users.enabled, true),
      ),
    );
  return row ?? null;
}

export async function insertSession(db: Db, session: typeof sessions.$inferInsert): Promise<number> {
  const [row] = await db.insert(sessions).values(session).returning({ id: sessions.id });
  if (!row) throw new Error("the session row was not returned");
  return row.id;
}

export async function touchSession(db: Db, id: number): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: sql`now()` }).where(eq(sessions.id, id));
}

export async function revokeSession(db: Db, id: number): Promise<void> {
  await db.update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.id, id));
}

export async function revokeSessionsOf(db: Db, userId: number, exceptId?: number): Promise<number> {
  const others = exceptId === undefined ? undefined : ne(sessions.id, exceptId);
  const rows = await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), others))
    .returning({ id: sessions.id });
  return rows.length;
}

export async function findFact(db: Db, key: string): Promise<string | null> {
  const [row] = await db.select().from(consoleFacts).where(eq(consoleFacts.key, key));
  return row?.value ?? null;
}

export async function saveFact(db: Db, key: string, value: string): Promise<void> {
  await db
    .insert(consoleFacts)
    .values({ key, value })
    .onConflictDoUpdate({ target: consoleFacts.key, set: { value, updatedAt: sql`now()` } });
}

export async function deleteFact(db: Db, key: string): Promise<void> {
  await db.delete(consoleFacts).where(eq(consoleFacts.key, key));
}
