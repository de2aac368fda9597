import { and, asc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { commonFilters, inOrder, markMissing } from "#db/inventory-rows";
import { clusters, storages } from "#db/schema/index";
import { likePattern } from "#db/text";
import type { Order } from "../http/query.ts";
import type { ListPage } from "../inventory/list-query.ts";
import type { StorageListParams, StorageOrder, StorageReading } from "./schema.ts";

export type StorageRow = { storage: typeof storages.$inferSelect; clusterName: string | null };

const columns = {
  id: storages.id,
  name: storages.name,
  node: storages.node,
  kind: storages.kind,
  used_bytes: storages.usedBytes,
  total_bytes: storages.totalBytes,
  last_seen_at: storages.lastSeenAt,
} satisfies Record<StorageOrder, unknown>;

type Filter = Omit<StorageListParams, "limit" | "offset" | "ordering">;

function matching(filter: Filter): SQL | undefined {
  const text = filter.q && likePattern(filter.q);
  return and(
    text ? or(ilike(storages.name, text), ilike(storages.node, text), ilike(storages.kind, text)) : undefined,
    commonFilters(storages, filter),
    filter.node && inArray(storages.node, filter.node),
    filter.kind && inArray(storages.kind, filter.kind),
    filter.cluster_id && inArray(storages.clusterId, filter.cluster_id),
    filter.shared === undefined ? undefined : eq(storages.shared, filter.shared),
    filter.enabled === undefined ? undefined : eq(storages.enabled, filter.enabled),
  );
}

const base = (db: Db) =>
  db
    .select({ storage: storages, clusterName: clusters.name })
    .from(storages)
    .leftJoin(clusters, eq(clusters.id, storages.clusterId));

const ordered = ({ column, descending }: Order<StorageOrder>) => inOrder(storages, columns[column], descending);

export function findStorages(db: Db, filter: Filter, page: ListPage<StorageOrder>): Promise<StorageRow[]> {
  const { limit, offset, order } = page;
  return base(db)
    .where(matching(filter))
    .orderBy(...ordered(order))
    .limit(limit)
    .offset(offset);
}

export async function findStorageIds(db: Db, filter: Filter, order: Order<StorageOrder>): Promise<number[]> {
  const found = db.select({ id: storages.id }).from(storages).leftJoin(clusters, eq(clusters.id, storages.clusterId));
  return (await found.where(matching(filter)).orderBy(...ordered(order))).map((row) => row.id);
}

export const countStorages = (db: Db, filter: Filter): Promise<Total> =>
  countRows(db, sql`select 1 from ${storages} where ${matching(filter) ?? sql`true`}`);

export async function findStorage(db: Db, id: number): Promise<StorageRow | null> {
  const [row] = await base(db).where(eq(storages.id, id));
  return row ?? null;
}

/** Stores what was read of an endpoint; what was not in it is marked missing. */
export async function upsertStorages(
  db: Db,
  reading: {
    endpointId: number;
    storage: readonly StorageReading[];
    clusterIds: ReadonlyMap<string, number>;
    at: Date;
  },
): Promise<void> {
  const { endpointId, clusterIds, at } = reading;
  for (const { cluster, ...storage } of reading.storage) {
    const clusterId = clusterIds.get(cluster) ?? null;
    const values = { ...storage, clusterId, proxmoxEndpointId: endpointId, lastSeenAt: at, missing: false };
    await db
      .insert(storages)
      .values(values)
      .onConflictDoUpdate({ target: [storages.proxmoxEndpointId, storages.node, storages.name], set: values });
  }
  await markMissing(db, storages, endpointId, at);
}

/** The sum over an endpoint's storage, missing ones left out. */
export async function sumStorages(db: Db, endpointId: number): Promise<{ usedBytes: number; totalBytes: number }> {
  const [row] = await db
    .select({
      usedBytes: sql<number>`coalesce(sum(${storages.usedBytes}), 0)::bigint`.mapWith(Number),
      totalBytes: sql<number>`coalesce(sum(${storages.totalBytes}), 0)::bigint`.mapWith(Number),
    })
    .from(storages)
    .where(and(eq(storages.proxmoxEndpointId, endpointId), eq(storages.missing, false)));
  return row ?? { usedBytes: 0, totalBytes: 0 };
}

/** Names of the storage that holds backups and that a node can see. */
export function findBackupStorages(db: Db, at: { endpointId: number; node: string }): Promise<{ name: string }[]> {
  return db
    .selectDistinct({ name: storages.name })
    .from(storages)
    .where(
      and(
        eq(storages.proxmoxEndpointId, at.endpointId),
        inArray(storages.node, [at.node, ""]),
        ilike(storages.content, "%backup%"),
        eq(storages.missing, false),
      ),
    )
    .orderBy(asc(storages.name));
}
