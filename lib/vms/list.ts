import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { EXACT_COUNT, type InventoryPage, toOrder } from "../inventory/list-query.ts";
import type { Vm, VmListParams } from "./schema.ts";
import { countVms, findVms } from "./store.ts";
import { toWireVm } from "./to-wire.ts";

/** A page of the guests we know. */
export async function listVms(ctx: Ctx, query: VmListParams): Promise<InventoryPage<Vm>> {
  requirePermission(ctx.actor, "inventory:read");
  const page = { limit: query.limit, offset: query.offset, order: toOrder(query.ordering) };
  const [rows, count] = await Promise.all([findVms(ctx.db, query, page), countVms(ctx.db, query)]);
  return { count, isEstimate: count > EXACT_COUNT, results: rows.map(toWireVm) };
}
