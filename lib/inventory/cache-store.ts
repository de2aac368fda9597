import { eq } from "drizzle-orm";
import type { Db } from "#db/client";
import { inventoryCache } from "#db/schema/index";

export type CacheEntry = { value: unknown; asOf: Date };

export async function findEntry(db: Db, key: string): Promise<CacheEntry | null> {
  const [row] = await db.select().from(inventoryCache).where(eq(inventoryCache.key, key));
  return row ?? null;
}

export async function saveEntry(db: Db, key: string, entry: CacheEntry): Promise<void> {
  await db
    .insert(inventoryCache)
    .values({ key, ...entry })
    .onConflictDoUpdate({ target: inventoryCache.key, set: entry });
}
