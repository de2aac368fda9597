import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { sessions, users } from "#db/schema/index";

export type SessionRow = { session: typeof sessions.$inferSelect; username: string };

/** Sessions that are neither revoked nor expired, last used first; of one user, or of all. */
export async function findOpenSessions(
  db: Db,
  input: { userId: number | null; idleMs: number },
): Promise<SessionRow[]> {
  const own = input.userId === null ? undefined : eq(sessions.userId, input.userId);
  return db
    .select({ session: sessions, username: users.username })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(own, isOpen(input.idleMs)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
}

export async function findOpenSession(db: Db, id: number, idleMs: number): Promise<SessionRow | null> {
  const [row] = await db
    .select({ session: sessions, username: users.username })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), isOpen(idleMs)));
  return row ?? null;
}

export async function markConfirmed(db: Db, id: number): Promise<void> {
  await db.update(sessions).set({ reauthenticatedAt: sql`now()` }).where(eq(sessions.id, id));
}

const isOpen = (idleMs: number) =>
  and(
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, sql`now()`),
    gt(sessions.lastSeenAt, sql`now() - make_interval(secs => ${idleMs / 1000})`),
  );
