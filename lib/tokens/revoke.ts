import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { can } from "../auth/permissions.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { findToken, markRevoked } from "./store.ts";

/** Takes a token back: an own one, or anybody's for an admin. */
export async function revokeToken(ctx: Ctx, id: number): Promise<void> {
  requirePermission(ctx.actor, "tokens:own");
  await inTransaction(ctx.db, async (tx) => {
    const token = await findToken(tx, id);
    const isOwn = ctx.actor.kind === "user" && token?.userId === ctx.actor.userId;
    if (!token || (!isOwn && !can(ctx.actor, "tokens:manage")))
      throw new AppError("not_found", `There is no token ${id}.`);
    await markRevoked(tx, id);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "revoke", objectType: "token", objectId: id, objectName: token.name },
    );
  });
}
