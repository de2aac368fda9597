import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { findStarters } from "./store.ts";

/** Who has started jobs, by name: what the list is filtered by. */
export function listStarters(ctx: Ctx): Promise<{ id: number; username: string }[]> {
  requirePermission(ctx.actor, "jobs:read");
  return findStarters(ctx.db);
}
