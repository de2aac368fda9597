import { and, asc, count, eq } from "drizzle-orm";
import type { Db } from "#db/client";
import { savedViews } from "#db/schema/index";

export type ViewRow = typeof savedViews.$inferSelect;

export function findViews(db: Db, userId: number, page?: string): Promise<ViewRow[]> {
  return db
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.userId, userId), page ? eq(savedViews.page, page) : undefined))
    .orderBy(asc(savedViews.name));
}

export async function countViews(db: Db, userId: number): Promise<number> {
  const [row] = await db.select({ count: count() }).from(savedViews).where(eq(savedViews.userId, userId));
  return row?.count ?? 0;
}

/** A view of the same name takes the new filters. */
export async function upsertView(db: Db, view: typeof savedViews.$inferInsert): Promise<ViewRow> {
  const [row] = await db
    .insert(savedViews)
    .values(view)
    .onConflictDoUpdate({
      target: [savedViews.userId, savedViews.page, savedViews.name],
      set: { query: view.query },
    })
    .returning();
  if (!row) throw new Error("the view was not returned");
  return row;
}

/** Deletes an own view; null when there is none of that id. */
export async function deleteView(db: Db, userId: number, id: number): Promise<ViewRow | null> {
  const [row] = await db
    .delete(savedViews)
    .where(and(eq(savedViews.id, id), eq(savedViews.userId, userId)))
    .returning();
  return row ?? null;
}
