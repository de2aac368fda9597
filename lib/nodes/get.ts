import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { ProxmoxNode } from "./schema.ts";
import { findNode } from "./store.ts";
import { toWireNode } from "./to-wire.ts";

export async function getNode(ctx: Ctx, id: number): Promise<ProxmoxNode> {
  requirePermission(ctx.actor, "inventory:read");
  const row = await findNode(ctx.db, id);
  if (!row) throw new AppError("not_found", `There is no node ${id}.`);
  return toWireNode(row);
}
