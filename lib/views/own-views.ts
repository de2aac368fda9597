import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { type SavedView, ViewInput, type viewPages } from "./schema.ts";
import { countViews, deleteView, findViews, upsertView, type ViewRow } from "./store.ts";

/** More than anybody finds again. */
const MAX_VIEWS = 100;

/** The saved views of whoever asks, by name. */
export async function listViews(ctx: Ctx, page?: (typeof viewPages)[number]): Promise<SavedView[]> {
  return (await findViews(ctx.db, ownerOf(ctx), page)).map(toWire);
}

/** Keeps filters under a name; the same name again takes the new ones. */
export async function saveView(ctx: Ctx, body: unknown): Promise<SavedView> {
  const userId = ownerOf(ctx);
  const input = parseInput(ViewInput, body);
  return inTransaction(ctx.db, async (tx) => {
    if ((await countViews(tx, userId)) >= MAX_VIEWS) {
      throw new AppError("conflict", `There are ${MAX_VIEWS} saved views already; delete one first.`);
    }
    const row = await upsertView(tx, { ...input, userId });
    await recordAudit(
      { ...ctx, db: tx },
      { action: "save", objectType: "view", objectId: row.id, objectName: row.name },
    );
    return toWire(row);
  });
}

/** Deletes an own view; throws `not_found`, also for one of somebody else. */
export async function removeView(ctx: Ctx, id: number): Promise<void> {
  const userId = ownerOf(ctx);
  await inTransaction(ctx.db, async (tx) => {
    const row = await deleteView(tx, userId, id);
    if (!row) throw new AppError("not_found", `You have no saved view ${id}.`);
    await recordAudit({ ...ctx, db: tx }, { action: "delete", objectType: "view", objectId: id, objectName: row.name });
  });
}

function ownerOf(ctx: Ctx): number {
  requirePermission(ctx.actor, "views:own");
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a user has saved views.");
  return ctx.actor.userId;
}

const toWire = (row: ViewRow): SavedView => ({
  id: row.id,
  page: row.page as SavedView["page"], // safe because only these pages are saved
  name: row.name,
  query: row.query,
  url: `/api/views/${row.id}`,
  display_url: `/${row.page}${row.query ? `?${row.query}` : ""}`,
});
