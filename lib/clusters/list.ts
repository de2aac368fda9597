import type { Ctx } from "../ctx.ts";
import { downloadInventory, listInventory } from "../inventory/list-page.ts";
import { csvColumns, type InventoryPage } from "../inventory/list-query.ts";
import { Cluster, type ClusterListParams } from "./schema.ts";
import { countClusters, findClusterIds, findClusters } from "./store.ts";
import { toWireCluster } from "./to-wire.ts";

const source = { find: findClusters, count: countClusters, findIds: findClusterIds, toWire: toWireCluster };

/** A page of the clusters we know. */
export const listClusters = (ctx: Ctx, query: ClusterListParams): Promise<InventoryPage<Cluster>> =>
  listInventory(ctx, source, query);

/** The same list as CSV, all of it. */
export const downloadClusters = (ctx: Ctx, query: ClusterListParams): AsyncGenerator<string> =>
  downloadInventory(ctx, source, { query, columns: csvColumns(Cluster) });
