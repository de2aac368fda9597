import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { noSuchUser } from "./get.ts";
import { assertNotLastAdmin } from "./last-admin.ts";
import { deleteUser, findUser } from "./store.ts";
import { toPublicUser } from "./to-public.ts";

/** Deletes a user with sessions and tokens; jobs and the audit log stay. Disabling keeps the name on the user's jobs. */
export async function removeUser(ctx: Ctx, userId: number): Promise<void> {
  requirePermission(ctx.actor, "users:manage");
  if (ctx.actor.kind === "user" && ctx.actor.userId === userId)
    throw new AppError("conflict", "You cannot delete yourself; another administrator can.");
  await inTransaction(ctx.db, async (tx) => {
    const user = await findUser(tx, userId);
    if (!user) throw noSuchUser(userId);
    if (user.role === "admin" && user.enabled) await assertNotLastAdmin(tx, userId);
    await deleteUser(tx, userId);
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: "delete",
        objectType: "user",
        objectId: userId,
        objectName: user.username,
        before: toPublicUser(user),
      },
    );
  });
}
