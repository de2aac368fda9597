import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { Cluster } from "./schema.ts";
import { findCluster } from "./store.ts";
import { toWireCluster } from "./to-wire.ts";

export async function getCluster(ctx: Ctx, id: number): Promise<Cluster> {
  requirePermission(ctx.actor, "inventory:read");
  const row = await findCluster(ctx.db, id);
  if (!row) throw new AppError("not_found", `There is no cluster ${id}.`);
  return toWireCluster(row);
}
