import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { requireToken } from "./require.ts";
import { markRevoked } from "./store.ts";

/** Takes a token back: an own one, or anybody's for an admin. */
export async function revokeToken(ctx: Ctx, id: number): Promise<void> {
  requirePermission(ctx.actor, "tokens:own");
  await inTransaction(ctx.db, async (tx) => {
    const own = { ...ctx, db: tx };
    const token = await requireToken(own, id);
    await markRevoked(tx, id);
    await recordAudit(own, { action: "revoke", objectType: "token", objectId: id, objectName: token.name });
  });
}
