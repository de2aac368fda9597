import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { EXACT_COUNT, type InventoryPage, toOrder } from "../inventory/list-query.ts";
import type { NodeListParams, ProxmoxNode } from "./schema.ts";
import { countNodes, findNodes } from "./store.ts";
import { toWireNode } from "./to-wire.ts";

/** A page of the nodes we know. */
export async function listNodes(ctx: Ctx, query: NodeListParams): Promise<InventoryPage<ProxmoxNode>> {
  requirePermission(ctx.actor, "inventory:read");
  const page = { limit: query.limit, offset: query.offset, order: toOrder(query.ordering) };
  const [rows, count] = await Promise.all([findNodes(ctx.db, query, page), countNodes(ctx.db, query)]);
  return { count, isEstimate: count > EXACT_COUNT, results: rows.map(toWireNode) };
}
