import { webLockout } from "../auth/web-lockout.ts";
import type { Ctx } from "../ctx.ts";
import { CONFIRM_FIELD } from "../endpoints/sendings.ts";
import { confirmPassword } from "./confirm-password.ts";

/**
 * Takes the own password out of a form's fields. When one was entered it is checked, and the actor that comes back has
 * confirmed just now; a wrong one is `invalid` at its field.
 */
export async function confirmInBody<T>(ctx: Ctx, body: T): Promise<{ ctx: Ctx; values: T }> {
  if (typeof body !== "object" || body === null || !(CONFIRM_FIELD in body)) return { ctx, values: body };
  const { [CONFIRM_FIELD]: password, ...rest } = body as Record<string, unknown>;
  const values = rest as T; // safe because it only lost a name of ours
  if (typeof password !== "string" || password === "") return { ctx, values };
  await confirmPassword({ ctx, lockout: webLockout() }, password, CONFIRM_FIELD);
  return { ctx: { ...ctx, actor: { ...ctx.actor, reauthenticatedAt: new Date() } as Ctx["actor"] }, values };
}
