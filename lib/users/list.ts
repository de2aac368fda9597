import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { invalidField } from "../errors.ts";
import type { PublicUser } from "./schema.ts";
import { findUserByName, findUsers } from "./store.ts";
import { toPublicUser } from "./to-public.ts";

/** Everybody with an account, by id. */
export async function listUsers(ctx: Ctx): Promise<PublicUser[]> {
  requirePermission(ctx.actor, "users:manage");
  return (await findUsers(ctx.db)).map(toPublicUser);
}

/** The user of this name, whatever its case; `invalid` at `username` when there is none. */
export async function getUserByName(ctx: Ctx, username: string): Promise<PublicUser> {
  requirePermission(ctx.actor, "users:manage");
  const row = await findUserByName(ctx.db, username);
  if (!row) throw invalidField("username", `there is no user "${username}"`);
  return toPublicUser(row);
}
