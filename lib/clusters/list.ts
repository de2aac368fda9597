import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { EXACT_COUNT, type InventoryPage, toOrder } from "../inventory/list-query.ts";
import type { Cluster, ClusterListParams } from "./schema.ts";
import { countClusters, findClusters } from "./store.ts";
import { toWireCluster } from "./to-wire.ts";

/** A page of the clusters we know. */
export async function listClusters(ctx: Ctx, query: ClusterListParams): Promise<InventoryPage<Cluster>> {
  requirePermission(ctx.actor, "inventory:read");
  const page = { limit: query.limit, offset: query.offset, order: toOrder(query.ordering) };
  const [rows, count] = await Promise.all([findClusters(ctx.db, query, page), countClusters(ctx.db, query)]);
  return { count, isEstimate: count > EXACT_COUNT, results: rows.map(toWireCluster) };
}
