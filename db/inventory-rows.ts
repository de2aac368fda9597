import { and, asc, Column, desc, eq, inArray, is, ne, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Db } from "./client.ts";
import type { clusters, nodes, storages, vms } from "./schema/index.ts";

type InventoryTable = typeof clusters | typeof nodes | typeof storages | typeof vms;

export type CommonFilter = {
  id?: number[];
  name?: string[];
  proxmox_endpoint_id?: number[];
  missing?: boolean;
};

/** The filters that clusters, nodes, storage and guests share. */
export const commonFilters = (table: InventoryTable, filter: CommonFilter): SQL | undefined =>
  and(
    filter.id && inArray(table.id, filter.id),
    filter.name && inArray(table.name, filter.name),
    filter.proxmox_endpoint_id && inArray(table.proxmoxEndpointId, filter.proxmox_endpoint_id),
    filter.missing === undefined ? undefined : eq(table.missing, filter.missing),
  );

/**
 * By this column, what is not known last, and by id where two are alike: pages never overlap. Where everything is known
 * the place of the unknown is not told, since no index could be read backwards for it.
 */
export const inOrder = (table: InventoryTable, column: SQLWrapper, descending: boolean): SQL[] => {
  const isKnown = is(column, Column) && column.notNull;
  const first = descending && !isKnown ? sql`${desc(column)} nulls last` : descending ? desc(column) : asc(column);
  return [first, asc(table.id)];
};

/** What an endpoint had before and not in the reading of this moment. */
export async function markMissing(db: Db, table: InventoryTable, endpointId: number, at: Date): Promise<void> {
  await db
    .update(table)
    .set({ missing: true })
    .where(and(eq(table.proxmoxEndpointId, endpointId), ne(table.lastSeenAt, at), eq(table.missing, false)));
}
