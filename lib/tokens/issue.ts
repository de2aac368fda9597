import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { roleAtLeast } from "../auth/permissions.ts";
import { requirePermission } from "../auth/require.ts";
import { hashToken, randomToken } from "../crypto/token.ts";
import type { Ctx } from "../ctx.ts";
import { AppError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { type PublicToken, TokenInput } from "./schema.ts";
import { insertToken, type TokenRow } from "./store.ts";

const PUBLIC_ID_BYTES = 6;

/** A new API token of the acting user (or of `userId`, for a system actor). `token` is in this answer and never again. */
export async function issueToken(ctx: Ctx, body: unknown, userId?: number): Promise<PublicToken & { token: string }> {
  requirePermission(ctx.actor, "tokens:own");
  const input = parseInput(TokenInput, body);
  const owner = ctx.actor.kind === "user" ? ctx.actor.userId : userId;
  if (owner === undefined) throw new AppError("internal", "A token needs an owner.");
  if (ctx.actor.kind === "user" && !roleAtLeast(ctx.actor.role, input.role)) {
    throw invalidField("role", `may not be above your own (${ctx.actor.role})`);
  }
  // Base64url may hold "_", which separates the parts of a token.
  const publicId = Buffer.from(randomToken(PUBLIC_ID_BYTES)).toString("hex").slice(0, 12);
  const secret = randomToken();
  return inTransaction(ctx.db, async (tx) => {
    const row = await insertToken(tx, {
      userId: owner,
      name: input.name,
      publicId,
      secretHash: hashToken(secret),
      role: input.role,
      writeEnabled: input.write_enabled,
      expiresAt: input.expires_at === null ? null : new Date(input.expires_at),
      allowedAddresses: input.allowed_addresses,
    });
    const created = toPublicToken(row);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "create", objectType: "token", objectId: row.id, objectName: row.name, after: created },
    );
    return { ...created, token: `pbx_${publicId}_${secret}` };
  });
}

export const toPublicToken = (row: TokenRow): PublicToken => ({
  id: row.id,
  name: row.name,
  user_id: row.userId,
  public_id: row.publicId,
  role: row.role,
  write_enabled: row.writeEnabled,
  expires_at: row.expiresAt?.toISOString() ?? null,
  allowed_addresses: row.allowedAddresses,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  url: `/api/plugins/proxbox/tokens/${row.id}`,
  display_url: "/settings/tokens",
});
