import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { apiTokens, users } from "#db/schema/index";

export type TokenRow = typeof apiTokens.$inferSelect;

export async function insertToken(db: Db, token: typeof apiTokens.$inferInsert): Promise<TokenRow> {
  const [row] = await db.insert(apiTokens).values(token).returning();
  if (!row) throw new Error("the token row was not returned");
  return row;
}

export async function findTokenWithUser(db: Db, publicId: string) {
  const [row] = await db
    .select({ token: apiTokens, user: users })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.publicId, publicId), isNull(apiTokens.revokedAt), eq(users.enabled, true)));
  return row ?? null;
}

/** Tokens that are not revoked, newest first; of one user, or of all. */
export async function findTokens(db: Db, userId: number | null): Promise<TokenRow[]> {
  const own = userId === null ? undefined : eq(apiTokens.userId, userId);
  return db
    .select()
    .from(apiTokens)
    .where(and(isNull(apiTokens.revokedAt), own))
    .orderBy(desc(apiTokens.id));
}

export async function findToken(db: Db, id: number): Promise<TokenRow | null> {
  const [row] = await db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)));
  return row ?? null;
}

export async function updateToken(
  db: Db,
  id: number,
  values: Partial<Pick<TokenRow, "name" | "writeEnabled" | "expiresAt" | "allowedAddresses">>,
): Promise<void> {
  if (Object.values(values).some((value) => value !== undefined))
    await db.update(apiTokens).set(values).where(eq(apiTokens.id, id));
}

export async function markUsed(db: Db, id: number): Promise<void> {
  await db.update(apiTokens).set({ lastUsedAt: sql`now()` }).where(eq(apiTokens.id, id));
}

export async function markRevoked(db: Db, id: number): Promise<void> {
  await db.update(apiTokens).set({ revokedAt: sql`now()` }).where(eq(apiTokens.id, id));
}
