import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { PublicUser } from "./schema.ts";
import { findUser } from "./store.ts";
import { toPublicUser } from "./to-public.ts";

/** One user; throws `not_found`. */
export async function getUser(ctx: Ctx, userId: number): Promise<PublicUser> {
  requirePermission(ctx.actor, "users:manage");
  const row = await findUser(ctx.db, userId);
  if (!row) throw noSuchUser(userId);
  return toPublicUser(row);
}

export const noSuchUser = (userId: number): AppError => new AppError("not_found", `There is no user ${userId}.`);
