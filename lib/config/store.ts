import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { configDrafts } from "#db/schema/index";

export async function findDraft(db: Db, userId: number): Promise<string | null> {
  const [row] = await db.select().from(configDrafts).where(eq(configDrafts.userId, userId));
  return row?.document ?? null;
}

export async function upsertDraft(db: Db, userId: number, document: string): Promise<void> {
  await db
    .insert(configDrafts)
    .values({ userId, document })
    .onConflictDoUpdate({ target: configDrafts.userId, set: { document, updatedAt: sql`now()` } });
}

export async function deleteDraft(db: Db, userId: number): Promise<void> {
  await db.delete(configDrafts).where(eq(configDrafts.userId, userId));
}
