import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { EXACT_COUNT, type InventoryPage, toOrder } from "../inventory/list-query.ts";
import type { Storage, StorageListParams } from "./schema.ts";
import { countStorages, findStorages } from "./store.ts";
import { toWireStorage } from "./to-wire.ts";

/** A page of the storage we know. */
export async function listStorage(ctx: Ctx, query: StorageListParams): Promise<InventoryPage<Storage>> {
  requirePermission(ctx.actor, "inventory:read");
  const page = { limit: query.limit, offset: query.offset, order: toOrder(query.ordering) };
  const [rows, count] = await Promise.all([findStorages(ctx.db, query, page), countStorages(ctx.db, query)]);
  return { count, isEstimate: count > EXACT_COUNT, results: rows.map(toWireStorage) };
}
