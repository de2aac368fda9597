import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { Vm } from "./schema.ts";
import { findVm } from "./store.ts";
import { toWireVm } from "./to-wire.ts";

export async function getVm(ctx: Ctx, id: number): Promise<Vm> {
  requirePermission(ctx.actor, "inventory:read");
  const row = await findVm(ctx.db, id);
  if (!row) throw new AppError("not_found", `There is no VM ${id}.`);
  return toWireVm(row);
}
