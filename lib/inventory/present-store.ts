import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countOf } from "#db/count";
import { clusters, nodes, storages, vms } from "#db/schema/index";

export type PresentRow = {
  id: number;
  name: string;
  /** Where a guest or a storage of one node is. */
  node: string | null;
  vmid: number | null;
  proxmoxEndpointId: number;
  netboxId: number | null;
  netboxUrl: string | null;
  isTemplate: boolean;
};

const none = sql<null>`null`;
const never = sql<boolean>`false`;

const nodeOf = (table: typeof storages | typeof vms) => sql<string | null>`nullif(${table.node}, '')`;

const shared = <Table extends typeof nodes | typeof storages | typeof vms>(table: Table) => ({
  id: table.id,
  name: table.name,
  proxmoxEndpointId: table.proxmoxEndpointId,
  netboxUrl: table.netboxUrl,
});

/**
 * What has not vanished, of these endpoints or of all, each noun in one read of no more than is said of an object in
 * one line, by name.
 */
export async function findPresent(
  db: Db,
  endpointIds?: readonly number[],
): Promise<Record<"node" | "storage" | "vm", PresentRow[]>> {
  const isPresent = (table: typeof nodes | typeof storages | typeof vms) =>
    and(eq(table.missing, false), endpointIds && inArray(table.proxmoxEndpointId, [...endpointIds]));
  const [node, storage, vm] = await Promise.all([
    db
      .select({ ...shared(nodes), node: none, vmid: none, netboxId: nodes.netboxId, isTemplate: never })
      .from(nodes)
      .where(isPresent(nodes))
      .orderBy(asc(nodes.name), asc(nodes.id)),
    db
      .select({ ...shared(storages), node: nodeOf(storages), vmid: none, netboxId: none, isTemplate: never })
      .from(storages)
      .where(isPresent(storages))
      .orderBy(asc(storages.name), asc(storages.id)),
    db
      .select({ ...shared(vms), node: nodeOf(vms), vmid: vms.vmid, netboxId: vms.netboxId, isTemplate: vms.template })
      .from(vms)
      .where(isPresent(vms))
      .orderBy(asc(vms.name), asc(vms.id)),
  ]);
  return { node, storage, vm };
}

export type PresentCounts = Record<"clusters" | "nodes" | "storage" | "vms", number>;

/** How many of each noun have not vanished, in one question; see `EXACT_COUNT` for how far they are counted. */
export async function countPresent(db: Db): Promise<PresentCounts> {
  const of = (table: typeof clusters | typeof nodes | typeof storages | typeof vms) =>
    countOf(sql`select 1 from ${table} where ${table.missing} = false`);
  const counted = await db.execute<PresentCounts>(
    sql`select ${of(clusters)} as clusters, ${of(nodes)} as nodes, ${of(storages)} as storage, ${of(vms)} as vms`,
  );
  return counted.rows[0] ?? { clusters: 0, nodes: 0, storage: 0, vms: 0 };
}
