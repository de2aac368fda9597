import { and, arrayOverlaps, eq, getTableColumns, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countOf, countRows, type Total, totalOf } from "#db/count";
import { commonFilters, inOrder, markMissing } from "#db/inventory-rows";
import { clusters, vms } from "#db/schema/index";
import { holdsText } from "#db/text";
import type { Order } from "../http/query.ts";
import type { ListPage } from "../inventory/list-query.ts";
import type { VmListParams, VmOrder, VmReading } from "./schema.ts";

export type VmRow = { vm: Omit<typeof vms.$inferSelect, "searchText">; clusterName: string | null };

/** A row of a page. A full page brings how many there are, as far as that is counted; the end of a list tells it itself. */
export type ListedVm = VmRow & { counted: number | null };

/** What is only searched is not read. */
const { searchText, ...shown } = getTableColumns(vms);

const columns = {
  id: vms.id,
  vmid: vms.vmid,
  name: vms.name,
  type: vms.type,
  status: vms.status,
  node: vms.node,
  max_cpu: vms.maxCpu,
  max_memory_bytes: vms.maxMemoryBytes,
  max_disk_bytes: vms.maxDiskBytes,
  uptime_seconds: vms.uptimeSeconds,
  last_seen_at: vms.lastSeenAt,
} satisfies Record<VmOrder, unknown>;

type Filter = Omit<VmListParams, "limit" | "offset" | "ordering">;

function matching(filter: Filter): SQL | undefined {
  return and(
    filter.q ? textMatches(filter.q) : undefined,
    commonFilters(vms, filter),
    filter.vmid && inArray(vms.vmid, filter.vmid),
    filter.type && inArray(vms.type, filter.type),
    filter.status && inArray(vms.status, filter.status),
    filter.node && inArray(vms.node, filter.node),
    filter.tag && arrayOverlaps(vms.tags, filter.tag),
    filter.netbox_id && inArray(vms.netboxId, filter.netbox_id),
    filter.cluster_id && inArray(vms.clusterId, filter.cluster_id),
    filter.template === undefined ? undefined : eq(vms.template, filter.template),
  );
}

function textMatches(q: string): SQL | undefined {
  const number = /^\d{1,9}$/.test(q.trim()) ? eq(vms.vmid, Number(q)) : undefined;
  return or(holdsText(searchText, q), number);
}

const ordered = ({ column, descending }: Order<VmOrder>) => inOrder(vms, columns[column], descending);

const bareRows = (filter: Filter): SQL => sql`select 1 from ${vms} where ${matching(filter) ?? sql`true`}`;

/**
 * Which guests are on the page is decided by the narrowest rows that can be sorted; only those are read whole. Their
 * count comes in the same question.
 */
export function findVms(db: Db, filter: Filter, page: ListPage<VmOrder>): Promise<ListedVm[]> {
  const { limit, offset, order } = page;
  const ids = db.select({ id: vms.id }).from(vms).where(matching(filter));
  const sorted = ids.orderBy(...ordered(order));
  const chosen = db.$with("chosen").as(sorted.limit(limit).offset(offset));
  const isFull = sql`(select count(*) from ${chosen}) = ${limit}`;
  const counted = sql<number | null>`case when ${isFull} then ${countOf(bareRows(filter))} end`;
  return db
    .with(chosen)
    .select({ vm: shown, clusterName: clusters.name, counted })
    .from(vms)
    .leftJoin(clusters, eq(clusters.id, vms.clusterId))
    .where(inArray(vms.id, db.select({ id: chosen.id }).from(chosen)))
    .orderBy(...ordered(order));
}

export async function findVmIds(db: Db, filter: Filter, order: Order<VmOrder>): Promise<number[]> {
  const found = db.select({ id: vms.id }).from(vms);
  return (await found.where(matching(filter)).orderBy(...ordered(order))).map((row) => row.id);
}

export function countVms(db: Db, filter: Filter, page: readonly ListedVm[]): Promise<Total> {
  const counted = page[0]?.counted ?? null;
  return counted === null ? countRows(db, bareRows(filter)) : totalOf(db, counted, bareRows(filter));
}

export async function findVm(db: Db, id: number): Promise<VmRow | null> {
  const found = db.select({ vm: shown, clusterName: clusters.name }).from(vms);
  const [row] = await found.leftJoin(clusters, eq(clusters.id, vms.clusterId)).where(eq(vms.id, id));
  return row ?? null;
}

const BATCH = 500;

/** Every column as it was just read; what NetBox did not tell this time stays. */
const fromReading = () => {
  const kept = new Set(["id", "lastJobId", "firstSeenAt", "netboxId", "netboxUrl"]);
  const names = Object.entries(shown).filter(([name]) => !kept.has(name));
  return {
    ...Object.fromEntries(names.map(([name, column]) => [name, sql.raw(`excluded.${column.name}`)])),
    netboxId: sql`coalesce(excluded.netbox_id, ${vms.netboxId})`,
    netboxUrl: sql`coalesce(excluded.netbox_url, ${vms.netboxUrl})`,
  };
};

export type VmsReading = {
  endpointId: number;
  vms: readonly VmReading[];
  clusterIds: ReadonlyMap<string, number>;
  at: Date;
};

/** Stores what was read of an endpoint; what was not in it is marked missing. */
export async function upsertVms(db: Db, { endpointId, clusterIds, at, ...reading }: VmsReading): Promise<void> {
  const rows = reading.vms.map(({ cluster, ...vm }) => ({
    ...vm,
    clusterId: clusterIds.get(cluster) ?? null,
    proxmoxEndpointId: endpointId,
    lastSeenAt: at,
    missing: false,
  }));
  for (let start = 0; start < rows.length; start += BATCH) {
    await db
      .insert(vms)
      .values(rows.slice(start, start + BATCH))
      .onConflictDoUpdate({ target: [vms.proxmoxEndpointId, vms.vmid], set: fromReading() });
  }
  await markMissing(db, vms, endpointId, at);
}

/** Remembers which job synced them last: all of an endpoint, or those with these ids in NetBox. */
export async function setLastJob(
  db: Db,
  which: { endpointId: number; netboxVmIds: readonly number[]; jobId: number },
): Promise<void> {
  const only = which.netboxVmIds.length > 0 ? inArray(vms.netboxId, [...which.netboxVmIds]) : isNotNull(vms.id);
  await db
    .update(vms)
    .set({ lastJobId: which.jobId })
    .where(and(eq(vms.proxmoxEndpointId, which.endpointId), eq(vms.missing, false), only));
}

export type GuestCounts = { vmCount: number; lxcCount: number; runningCount: number; templateCount: number };

/** How many guests of an endpoint there are; templates count only as templates, missing ones not at all. */
export async function countGuests(db: Db, endpointId: number): Promise<GuestCounts> {
  const count = (condition: SQL) => sql<number>`count(*) filter (where ${condition})::int`;
  const [row] = await db
    .select({
      vmCount: count(sql`${vms.type} = 'qemu' and not ${vms.template}`),
      lxcCount: count(sql`${vms.type} = 'lxc' and not ${vms.template}`),
      runningCount: count(sql`${vms.status} = 'running' and not ${vms.template}`),
      templateCount: count(sql`${vms.template}`),
    })
    .from(vms)
    .where(and(eq(vms.proxmoxEndpointId, endpointId), eq(vms.missing, false)));
  return row ?? { vmCount: 0, lxcCount: 0, runningCount: 0, templateCount: 0 };
}
