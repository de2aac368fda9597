import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { assertGoodPassword, hashPassword } from "../auth/password.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { type PublicUser, UserInput } from "./schema.ts";
import { findUserByName, insertUser } from "./store.ts";
import { toPublicUser } from "./to-public.ts";

/** Creates a user with a password. */
export async function createUser(ctx: Ctx, body: unknown): Promise<PublicUser> {
  requirePermission(ctx.actor, "users:manage");
  const input = parseInput(UserInput, body);
  assertGoodPassword(input.password);
  const passwordHash = await hashPassword(input.password);
  return inTransaction(ctx.db, async (tx) => {
    if (await findUserByName(tx, input.username)) throw invalidField("username", `"${input.username}" is taken`);
    const row = await insertUser(tx, {
      username: input.username,
      role: input.role,
      enabled: input.enabled,
      passwordHash,
    });
    const created = toPublicUser(row);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "create", objectType: "user", objectId: row.id, objectName: row.username, after: created },
    );
    return created;
  });
}
