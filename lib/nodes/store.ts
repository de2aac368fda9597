import { and, asc, desc, eq, ilike, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { clusters, nodes } from "#db/schema/index";
import { likePattern, type Order } from "../inventory/list-query.ts";
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
    filter.id && inArray(nodes.id, filter.id),
    filter.name && inArray(nodes.name, filter.name),
    filter.status && inArray(nodes.status, filter.status),
    filter.cluster_id && inArray(nodes.clusterId, filter.cluster_id),
    filter.proxmox_endpoint_id && inArray(nodes.proxmoxEndpointId, filter.proxmox_endpoint_id),
    filter.missing === undefined ? undefined : eq(nodes.missing, filter.missing),
  );
}

const base = (db: Db) =>
  db
    .select({ node: nodes, clusterName: clusters.name })
    .from(nodes)
    .leftJoin(clusters, eq(clusters.id, nodes.clusterId));

export function findNodes(
  db: Db,
  filter: Filter,
  page: { limit: number; offset: number; order: Order<NodeOrder> },
): Promise<NodeRow[]> {
  const column = columns[page.order.column];
  const direction = page.order.descending ? sql`${desc(column)} nulls last` : asc(column);
  return base(db).where(matching(filter)).orderBy(direction, asc(nodes.id)).limit(page.limit).offset(page.offset);
}

export async function countNodes(db: Db, filter: Filter): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(nodes)
    .leftJoin(clusters, eq(clusters.id, nodes.clusterId))
    .where(matching(filter));
  return row?.count ?? 0;
}

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
  await db
    .update(nodes)
    .set({ missing: true })
    .where(and(eq(nodes.proxmoxEndpointId, endpointId), ne(nodes.lastSeenAt, at), eq(nodes.missing, false)));
}

/** What became of each node that was there the last time, for a cluster's card. */
export function findNodesOfEndpoint(db: Db, endpointId: number): Promise<{ name: string; status: string }[]> {
  return db
    .select({ name: nodes.name, status: nodes.status })
    .from(nodes)
    .where(and(eq(nodes.proxmoxEndpointId, endpointId), eq(nodes.missing, false)))
    .orderBy(asc(nodes.name));
}
