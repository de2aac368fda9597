import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { users } from "#db/schema/index";

export type UserRow = typeof users.$inferSelect;

export async function findUserByName(db: Db, username: string): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(sql`lower(${users.username}) = lower(${username})`);
  return row ?? null;
}

export async function findUser(db: Db, id: number): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

/** `subject` is `issuer subject` of single sign-on. */
export async function findUserBySubject(db: Db, subject: string): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(eq(users.oidcSubject, subject));
  return row ?? null;
}

export async function findUsers(db: Db): Promise<UserRow[]> {
  return db.select().from(users).orderBy(asc(users.id));
}

export async function isAnyUser(db: Db): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

export async function insertUser(db: Db, user: typeof users.$inferInsert): Promise<UserRow> {
  const [row] = await db.insert(users).values(user).returning();
  if (!row) throw new Error("the user row was not returned");
  return row;
}

export async function updateUser(db: Db, id: number, values: Partial<typeof users.$inferInsert>): Promise<void> {
  await db
    .update(users)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(users.id, id));
}

/** Enabled admins with a password of their own, whom no provider can lock out, locked: two who step down at the same moment take turns, and the second sees the first. */
export async function lockAdmins(tx: Db): Promise<number[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), eq(users.enabled, true), isNotNull(users.passwordHash)))
    .orderBy(asc(users.id))
    .for("update");
  return rows.map((row) => row.id);
}

export async function deleteUser(db: Db, id: number): Promise<void> {
  await db.delete(users).where(eq(users.id, id));
}

/** Two who set up at the same moment take turns; only the first finds no user. */
export async function lockUsers(db: Db): Promise<void> {
  await db.execute(sql`lock table ${users} in share row exclusive mode`);
}
