import { and, asc, eq, ilike, lt, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { commonFilters, inOrder, markMissing } from "#db/inventory-rows";
import { clusters } from "#db/schema/index";
import { likePattern } from "#db/text";
import type { Order } from "../http/query.ts";
import type { ListPage } from "../inventory/list-query.ts";
import type { ClusterListParams, ClusterOrder, ClusterReading } from "./schema.ts";

/** Column names are written out: inside a subquery the builder would leave out the table they belong to. */
const ownGuests = (type: string) =>
  sql<number>`(select count(*)::int from vms v where v.cluster_id = "clusters"."id" and v.type = ${type} and not v.template and not v.missing)`;

const counts = {
  nodeCount: sql<number>`(select count(*)::int from nodes n where n.cluster_id = "clusters"."id" and not n.missing)`,
  vmCount: ownGuests("qemu"),
  lxcCount: ownGuests("lxc"),
};

export type ClusterRow = {
  cluster: typeof clusters.$inferSelect;
  nodeCount: number;
  vmCount: number;
  lxcCount: number;
};

const columns = {
  id: clusters.id,
  name: clusters.name,
  mode: clusters.mode,
  version: clusters.version,
  last_seen_at: clusters.lastSeenAt,
} satisfies Record<ClusterOrder, unknown>;

type Filter = Pick<ClusterListParams, "q" | "id" | "name" | "proxmox_endpoint_id" | "missing">;

function matching(filter: Filter): SQL | undefined {
  return and(filter.q ? ilike(clusters.name, likePattern(filter.q)) : undefined, commonFilters(clusters, filter));
}

const ordered = ({ column, descending }: Order<ClusterOrder>) => inOrder(clusters, columns[column], descending);

export function findClusters(db: Db, filter: Filter, page: ListPage<ClusterOrder>): Promise<ClusterRow[]> {
  return db
    .select({ cluster: clusters, ...counts })
    .from(clusters)
    .where(matching(filter))
    .orderBy(...ordered(page.order))
    .limit(page.limit)
    .offset(page.offset);
}

export async function findClusterIds(db: Db, filter: Filter, order: Order<ClusterOrder>): Promise<number[]> {
  const found = db.select({ id: clusters.id }).from(clusters).where(matching(filter));
  return (await found.orderBy(...ordered(order))).map((row) => row.id);
}

export const countClusters = (db: Db, filter: Filter): Promise<Total> =>
  countRows(db, sql`select 1 from ${clusters} where ${matching(filter) ?? sql`true`}`);

export async function findCluster(db: Db, id: number): Promise<ClusterRow | null> {
  const [row] = await db
    .select({ cluster: clusters, ...counts })
    .from(clusters)
    .where(eq(clusters.id, id));
  return row ?? null;
}

/** Stores what was read of an endpoint; what was not in it is marked missing. Returns the id of each cluster by name. */
export async function upsertClusters(
  db: Db,
  endpointId: number,
  readings: readonly ClusterReading[],
  at: Date,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const reading of readings) {
    const values = { ...reading, proxmoxEndpointId: endpointId, lastSeenAt: at, missing: false };
    const [row] = await db
      .insert(clusters)
      .values(values)
      .onConflictDoUpdate({
        target: [clusters.proxmoxEndpointId, clusters.name],
        set: {
          ...values,
          version: sql`coalesce(excluded.version, ${clusters.version})`,
          netboxId: sql`coalesce(excluded.netbox_id, ${clusters.netboxId})`,
          netboxUrl: sql`coalesce(excluded.netbox_url, ${clusters.netboxUrl})`,
        },
      })
      .returning({ id: clusters.id });
    if (row) ids.set(reading.name, row.id);
  }
  await markMissing(db, clusters, endpointId, at);
  return ids;
}

export async function deleteClusters(db: Db, which: { endpointId?: number; missingSince?: Date }): Promise<void> {
  await db
    .delete(clusters)
    .where(
      which.endpointId !== undefined
        ? eq(clusters.proxmoxEndpointId, which.endpointId)
        : and(eq(clusters.missing, true), lt(clusters.lastSeenAt, which.missingSince ?? new Date(0))),
    );
}

export function findClustersOfEndpoint(db: Db, endpointId: number): Promise<(typeof clusters.$inferSelect)[]> {
  return db
    .select()
    .from(clusters)
    .where(and(eq(clusters.proxmoxEndpointId, endpointId), eq(clusters.missing, false)))
    .orderBy(asc(clusters.id));
}
