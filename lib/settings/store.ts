import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { settings } from "#db/schema/index";

const ROW_ID = 1;

export async function findSettingsValues(db: Db): Promise<Record<string, unknown>> {
  const [row] = await db.select({ values: settings.values }).from(settings).where(eq(settings.id, ROW_ID));
  return row?.values ?? {};
}

export async function mergeSettingsValues(db: Db, patch: Record<string, unknown>): Promise<void> {
  await db
    .insert(settings)
    .values({ id: ROW_ID, values: patch })
    .onConflictDoUpdate({
      target: settings.id,
      set: { values: sql`${settings.values} || excluded.values`, updatedAt: sql`now()` },
    });
}
