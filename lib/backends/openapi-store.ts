import { eq } from "drizzle-orm";
import type { Db } from "#db/client";
import { backendOpenapi } from "#db/schema/index";

export type OpenapiRow = typeof backendOpenapi.$inferSelect;

export async function findOpenapi(db: Db, backendId: number): Promise<OpenapiRow | null> {
  const [row] = await db.select().from(backendOpenapi).where(eq(backendOpenapi.backendId, backendId));
  return row ?? null;
}

export async function saveOpenapi(db: Db, row: typeof backendOpenapi.$inferInsert): Promise<void> {
  await db.insert(backendOpenapi).values(row).onConflictDoUpdate({ target: backendOpenapi.backendId, set: row });
}
