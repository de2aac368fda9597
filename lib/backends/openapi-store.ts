import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { backendOpenapi } from "#db/schema/index";

export type OpenapiRow = typeof backendOpenapi.$inferSelect;

export async function findOpenapi(db: Db, backendId: number): Promise<OpenapiRow | null> {
  const [row] = await db.select().from(backendOpenapi).where(eq(backendOpenapi.backendId, backendId));
  return row ?? null;
}

type Paths = Record<string, Record<string, unknown>>;

/** The release of the stored description and those of these paths that it names: a whole one is up to 4 MB. */
export async function findPaths(
  db: Db,
  backendId: number,
  paths: readonly string[],
): Promise<{ version: string; paths: Paths } | null> {
  const named = sql<Paths>`(select coalesce(jsonb_object_agg(key, value), '{}')
    from jsonb_each(${backendOpenapi.document} -> 'paths') where key = any(${sql.param([...paths])}))`;
  const [row] = await db
    .select({ version: backendOpenapi.version, paths: named })
    .from(backendOpenapi)
    .where(eq(backendOpenapi.backendId, backendId));
  return row ?? null;
}

export async function saveOpenapi(db: Db, row: typeof backendOpenapi.$inferInsert): Promise<void> {
  await db.insert(backendOpenapi).values(row).onConflictDoUpdate({ target: backendOpenapi.backendId, set: row });
}
