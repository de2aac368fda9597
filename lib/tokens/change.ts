import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { roleAtLeast } from "../auth/permissions.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { toPublicToken } from "./issue.ts";
import { requireToken } from "./require.ts";
import { type PublicToken, TokenPatch } from "./schema.ts";
import { updateToken } from "./store.ts";

/** Changes name, expiry, addresses or write flag of an own token, or of anybody's for an admin; never one above the own role. */
export async function changeToken(ctx: Ctx, id: number, body: unknown): Promise<PublicToken> {
  requirePermission(ctx.actor, "tokens:own");
  const patch = parseInput(TokenPatch, body);
  return inTransaction(ctx.db, async (tx) => {
    const own = { ...ctx, db: tx };
    const token = await requireToken(own, id);
    if (ctx.actor.kind === "user" && !roleAtLeast(ctx.actor.role, token.role))
      throw new AppError("forbidden", `This token has the role ${token.role}, which is above yours.`);
    const { expires_at: expires } = patch;
    await updateToken(tx, id, {
      name: patch.name,
      writeEnabled: patch.write_enabled,
      expiresAt: expires ? new Date(expires) : expires === null ? null : undefined,
      allowedAddresses: patch.allowed_addresses,
    });
    const before = toPublicToken(token);
    const after = toPublicToken(await requireToken(own, id));
    const change = { action: "update", objectType: "token", objectId: id, objectName: after.name, before, after };
    await recordAudit(own, change);
    return after;
  });
}
