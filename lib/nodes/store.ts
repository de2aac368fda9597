import { and, asc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { commonFilters, inOrder, markMissing } from "#db/inventory-rows";
import { clusters, nodes } from "#db/schema/index";
import { likePattern } from "#db/text";
import type { Order } from "../http/query.ts";
import type { ListPage } from "../inventory/list-query.ts";
import type { NodeListParams, NodeOrder, NodeReading } from "./schema.ts";

export type NodeRow = { node: typeof nodes.$inferSelect; clusterName: string | null };

const columns = {
  id: nodes.id,
  name: nodes.name,
  status: nodes.status,
  cpu: nodes.cpu,
  memory_bytes: nodes.memoryBytes,
  uptime_seconds: nodes.uptimeSeconds,
  last_seen_at: nodes.lastSeenAt,
} satisfies Record<NodeOrder, unknown>;

type Filter = Omit<NodeListParams, "limit" | "offset" | "ordering">;

function matching(filter: Filter): SQL | undefined {
  const text = filter.q && likePattern(filter.q);
  return and(
    text ? or(ilike(nodes.name, text), ilike(nodes.ipAddress, text), ilike(clusters.name, text)) : undefined,
    commonFilters(nodes, filter),
    filter.status && inArray(nodes.status, filter.status),
    filter.cluster_id && inArray(nodes.clusterId, filter.cluster_id),
  );
}

const base = (db: Db) =>
  db
    .select({ node: nodes, clusterName: clusters.name })
    .from(nodes)
    .leftJoin(clusters, eq(clusters.id, nodes.clusterId));

const ordered = ({ column, descending }: Order<NodeOrder>) => inOrder(nodes, columns[column], descending);

export function findNodes(db: Db, filter: Filter, page: ListPage<NodeOrder>): Promise<NodeRow[]> {
  const { limit, offset, order } = page;
  return base(db)
    .where(matching(filter))
    .orderBy(...ordered(order))
    .limit(limit)
    .offset(offset);
}

export async function findNodeIds(db: Db, filter: Filter, order: Order<NodeOrder>): Promise<number[]> {
  const found = db.select({ id: nodes.id }).from(nodes).leftJoin(clusters, eq(clusters.id, nodes.clusterId));
  return (await found.where(matching(filter)).orderBy(...ordered(order))).map((row) => row.id);
}

export const countNodes = (db: Db, filter: Filter): Promise<Total> =>
  countRows(
    db,
    sql`select 1 from ${nodes} left join ${clusters} on ${eq(clusters.id, nodes.clusterId)} where ${matching(filter) ?? sql`true`}`,
  );

export async function findNode(db: Db, id: number): Promise<NodeRow | null> {
  const [row] = await base(db).where(eq(nodes.id, id));
  return row ?? null;
}

/** Stores what was read of an endpoint; what was not in it is marked missing. */
export async function upsertNodes(
  db: Db,
  reading: { endpointId: number; nodes: readonly NodeReading[]; clusterIds: ReadonlyMap<string, number>; at: Date },
): Promise<void> {
  const { endpointId, clusterIds, at } = reading;
  for (const { cluster, ...node } of reading.nodes) {
    const clusterId = clusterIds.get(cluster) ?? null;
    const values = { ...node, clusterId, proxmoxEndpointId: endpointId, lastSeenAt: at, missing: false };
    await db
      .insert(nodes)
      .values(values)
      .onConflictDoUpdate({
        target: [nodes.proxmoxEndpointId, nodes.name],
        set: {
          ...values,
          netboxId: sql`coalesce(excluded.netbox_id, ${nodes.netboxId})`,
          netboxUrl: sql`coalesce(excluded.netbox_url, ${nodes.netboxUrl})`,
        },
      });
  }
  await markMissing(db, nodes, endpointId, at);
}

/** What became of each node that was there the last time, for a cluster's card. */
export function findNodesOfEndpoint(db: Db, endpointId: number): Promise<{ name: string; status: string }[]> {
  return db
    .select({ name: nodes.name, status: nodes.status })
    .from(nodes)
    .where(and(eq(nodes.proxmoxEndpointId, endpointId), eq(nodes.missing, false)))
    .orderBy(asc(nodes.name));
}
