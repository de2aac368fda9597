import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { closeSessionsOf } from "../auth/close-sessions.ts";
import { assertGoodPassword, hashPassword } from "../auth/password.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { noSuchUser } from "./get.ts";
import { assertNotLastAdmin } from "./last-admin.ts";
import { type PublicUser, UserPatch } from "./schema.ts";
import { findUser, findUserByName, type UserRow, updateUser } from "./store.ts";
import { toPublicUser } from "./to-public.ts";

/**
 * Changes a user. A new role or password, and being disabled, end the sessions of the user: nobody goes on with what
 * was true before. Throws `conflict` when the last enabled admin would be gone.
 */
export async function saveUser(ctx: Ctx, userId: number, body: unknown): Promise<PublicUser> {
  requirePermission(ctx.actor, "users:manage");
  const patch = parseInput(UserPatch, body);
  if (patch.password) assertGoodPassword(patch.password);
  const passwordHash = patch.password ? await hashPassword(patch.password) : undefined;
  return inTransaction(ctx.db, async (tx) => {
    const before = await findUser(tx, userId);
    if (!before) throw noSuchUser(userId);
    await assertAllowed({ ...ctx, db: tx }, before, patch);
    const { username, role, enabled } = patch;
    await updateUser(tx, userId, { username, role, enabled, passwordHash });
    const after = await findUser(tx, userId);
    if (!after) throw noSuchUser(userId);
    const isOther = after.role !== before.role || after.enabled !== before.enabled || passwordHash !== undefined;
    if (isOther) await closeSessionsOf(tx, userId, ownSession(ctx, userId));
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: passwordHash ? "set-password" : "update",
        objectType: "user",
        objectId: userId,
        objectName: after.username,
        before: toPublicUser(before),
        after: toPublicUser(after),
      },
    );
    return toPublicUser(after);
  });
}

async function assertAllowed(ctx: Ctx, before: UserRow, patch: UserPatch): Promise<void> {
  const { username } = patch;
  if (username !== undefined) {
    const other = await findUserByName(ctx.db, username);
    if (other && other.id !== before.id) throw invalidField("username", `"${username}" is taken`);
  }
  const isLosing = patch.enabled === false || (patch.role !== undefined && patch.role !== "admin");
  if (!isLosing || before.role !== "admin" || !before.enabled) return;
  await assertNotLastAdmin(ctx.db, before.id);
  if (patch.enabled === false && ctx.actor.kind === "user" && ctx.actor.userId === before.id)
    throw new AppError("conflict", "You cannot disable yourself; another administrator can.");
}

const ownSession = (ctx: Ctx, userId: number): number | undefined =>
  ctx.actor.kind === "user" && ctx.actor.userId === userId ? ctx.actor.sessionId : undefined;
