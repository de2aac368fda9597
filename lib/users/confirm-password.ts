import { markConfirmed } from "../auth/confirm-session.ts";
import type { Lockout } from "../auth/lockout.ts";
import { verifyPassword } from "../auth/password.ts";
import { requirePermission } from "../auth/require.ts";
import type { UserActor } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import { AppError, invalidField } from "../errors.ts";
import { findUser } from "./store.ts";

export type ConfirmParts = { ctx: Ctx; lockout: Lockout };

/** Throws `invalid` at `field` unless this is the own password of the acting browser session; counted like a sign-in. */
export async function assertOwnPassword({ ctx, lockout }: ConfirmParts, password: string, field: string) {
  const actor = browserActor(ctx);
  const attempt = {
    username: actor.username,
    address: actor.address ?? "unknown",
    // A counter of its own: whoever holds a session can lock out that session and nothing else.
    device: `session-${actor.sessionId}`,
  };
  await lockout.count(attempt);
  const user = await findUser(ctx.db, actor.userId);
  const { isValid } = await verifyPassword(password, user?.passwordHash ?? "");
  if (!isValid) throw invalidField(field, "is not your password");
  await lockout.forgive(attempt);
}

/** Enters the own password again, as changes that send credentials elsewhere ask for. */
export async function confirmPassword(parts: ConfirmParts, password: string, field = "password"): Promise<void> {
  await assertOwnPassword(parts, password, field);
  await markConfirmed(parts.ctx.db, browserActor(parts.ctx));
}

/** Has the actor a password here? Who came by single sign-on has none, and confirms at the provider. */
export async function hasOwnPassword(ctx: Ctx): Promise<boolean> {
  requirePermission(ctx.actor, "profile:own");
  if (ctx.actor.kind !== "user") return false;
  return (await findUser(ctx.db, ctx.actor.userId))?.passwordHash != null;
}

/** The acting browser session; API tokens have no password to enter. */
export function browserActor(ctx: Ctx): UserActor & { sessionId: number } {
  requirePermission(ctx.actor, "profile:own");
  const { actor } = ctx;
  if (actor.kind !== "user" || actor.sessionId === undefined)
    throw new AppError("forbidden", "This is for people who are signed in; an API token cannot do it.");
  return { ...actor, sessionId: actor.sessionId };
}
