import { can } from "../auth/permissions.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { findToken, type TokenRow } from "./store.ts";

/** A token that the actor may see and change: an own one, or anybody's for an admin. Throws `not_found`. */
export async function requireToken({ db, actor }: Ctx, id: number): Promise<TokenRow> {
  const token = await findToken(db, id);
  const isOwn = actor.kind === "user" && token?.userId === actor.userId;
  if (!token || (!isOwn && !can(actor, "tokens:manage"))) throw new AppError("not_found", `There is no token ${id}.`);
  return token;
}
