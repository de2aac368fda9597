import { can } from "../auth/permissions.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { toPublicToken } from "./issue.ts";
import type { PublicToken } from "./schema.ts";
import { findToken, findTokens } from "./store.ts";

/** Own tokens; an admin sees everybody's. */
export async function listTokens(ctx: Ctx): Promise<PublicToken[]> {
  requirePermission(ctx.actor, "tokens:own");
  const own = can(ctx.actor, "tokens:manage") || ctx.actor.kind !== "user" ? null : ctx.actor.userId;
  return (await findTokens(ctx.db, own)).map(toPublicToken);
}

/** One token: an own one, or anybody's for an admin. */
export async function getToken(ctx: Ctx, id: number): Promise<PublicToken> {
  requirePermission(ctx.actor, "tokens:own");
  const row = await findToken(ctx.db, id);
  const isOwn = ctx.actor.kind === "user" && row?.userId === ctx.actor.userId;
  if (!row || (!isOwn && !can(ctx.actor, "tokens:manage"))) throw new AppError("not_found", `There is no token ${id}.`);
  return toPublicToken(row);
}
