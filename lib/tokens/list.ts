import { can } from "../auth/permissions.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { toPublicToken } from "./issue.ts";
import { requireToken } from "./require.ts";
import type { PublicToken } from "./schema.ts";
import { findTokens } from "./store.ts";

/** Own tokens; an admin sees everybody's. */
export async function listTokens(ctx: Ctx): Promise<PublicToken[]> {
  requirePermission(ctx.actor, "tokens:own");
  const own = can(ctx.actor, "tokens:manage") || ctx.actor.kind !== "user" ? null : ctx.actor.userId;
  return (await findTokens(ctx.db, own)).map(toPublicToken);
}

/** One token: an own one, or anybody's for an admin. */
export async function getToken(ctx: Ctx, id: number): Promise<PublicToken> {
  requirePermission(ctx.actor, "tokens:own");
  return toPublicToken(await requireToken(ctx, id));
}
