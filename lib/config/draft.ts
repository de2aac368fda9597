/** The document of an import form: each user's last one, between its differences and its import. It changes nothing. */
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { redactText } from "../redact.ts";
import { deleteDraft, findDraft, upsertDraft } from "./store.ts";

export async function readDraft(ctx: Ctx): Promise<string | null> {
  return findDraft(ctx.db, ownerOf(ctx));
}

/** What looks like a secret has no place in a configuration, and is not stored. An empty text discards the draft. */
export async function keepDraft(ctx: Ctx, document: string): Promise<void> {
  if (document.trim() === "") return dropDraft(ctx);
  await upsertDraft(ctx.db, ownerOf(ctx), redactText(document));
}

export async function dropDraft(ctx: Ctx): Promise<void> {
  await deleteDraft(ctx.db, ownerOf(ctx));
}

function ownerOf(ctx: Ctx): number {
  requirePermission(ctx.actor, "config:manage");
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a user has a form.");
  return ctx.actor.userId;
}
