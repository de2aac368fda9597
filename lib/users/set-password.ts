import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { closeSessionsOf } from "../auth/close-sessions.ts";
import { assertGoodPassword, hashPassword } from "../auth/password.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { findUser, updateUser } from "./store.ts";

/** Gives a user a new password and ends the user's sessions. For admins; people change their own by entering the old one. */
export async function setPassword(ctx: Ctx, userId: number, password: string): Promise<void> {
  requirePermission(ctx.actor, "users:manage");
  assertGoodPassword(password);
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx.db, async (tx) => {
    const user = await findUser(tx, userId);
    if (!user) throw new AppError("not_found", `There is no user ${userId}.`);
    await updateUser(tx, userId, { passwordHash });
    const own = ctx.actor.kind === "user" && ctx.actor.userId === userId ? ctx.actor.sessionId : undefined;
    await closeSessionsOf(tx, userId, own);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "set-password", objectType: "user", objectId: userId, objectName: user.username },
    );
  });
}
