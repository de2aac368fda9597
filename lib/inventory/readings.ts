import type { ClusterResource, ClusterStatus, SessionRows, StorageDefinition } from "../backend/clusters.ts";
import type { ClusterReading } from "../clusters/schema.ts";
import type { NetboxObjects } from "../netbox/find-objects.ts";
import type { NetboxRow } from "../netbox/read-estate.ts";
import type { NodeReading } from "../nodes/schema.ts";
import type { StorageReading } from "../storage/schema.ts";
import type { VmReading } from "../vms/schema.ts";

/** What the backend said about one endpoint. */
export type BackendReading = {
  status: ClusterStatus[];
  resources: SessionRows<ClusterResource>[];
  definitions: SessionRows<StorageDefinition>[];
  /** Release of Proxmox VE by cluster. */
  releases: ReadonlyMap<string, string>;
  netbox: NetboxObjects | null;
};

export type Readings = {
  clusters: ClusterReading[];
  nodes: NodeReading[];
  storage: StorageReading[];
  vms: VmReading[];
};

/** The backend's answers → our rows. Pure. */
export function toReadings(reading: BackendReading): Readings {
  const names = new Set([
    ...reading.status.map((cluster) => cluster.name),
    ...reading.resources.map((session) => session.session),
  ]);
  const clusters = [...names].map((name) => clusterReading(name, reading));
  const rows = reading.resources.flatMap(({ session, rows: found }) => found.map((row) => ({ session, row })));
  return {
    clusters,
    nodes: [...nodeReadings(rows, reading).values()],
    storage: [...storageReadings(rows, reading).values()],
    vms: rows.flatMap(({ session, row }) => vmReading(session, row, reading.netbox)),
  };
}

type Found = { session: string; row: ClusterResource };

const linkTo = (found: NetboxRow | null | undefined) => ({
  netboxId: found?.id ?? null,
  netboxUrl: found?.url ?? null,
});

const isOnline = (node: { online?: boolean | number | null }): boolean => node.online !== false && node.online !== 0;

function clusterReading(name: string, { status, releases, netbox }: BackendReading): ClusterReading {
  const found = status.find((cluster) => cluster.name === name);
  return {
    name,
    mode: found?.mode ?? (found ? "standalone" : "restricted"),
    version: releases.get(name) ?? null,
    quorate: found?.quorate ?? null,
    nodesOnline: found?.node_list.filter(isOnline).length ?? 0,
    ...linkTo(netbox?.cluster(name)),
  };
}

function nodeReadings(rows: readonly Found[], { status, netbox }: BackendReading): Map<string, NodeReading> {
  const nodes = new Map<string, NodeReading>();
  for (const cluster of status) {
    for (const node of cluster.node_list) {
      nodes.set(node.name, {
        ...{ name: node.name, cluster: cluster.name, status: isOnline(node) ? "online" : "offline" },
        ...{ ipAddress: node.ip ?? null, cpu: null, maxCpu: null, memoryBytes: null, maxMemoryBytes: null },
        ...{ diskBytes: null, maxDiskBytes: null, uptimeSeconds: null },
        ...linkTo(netbox?.device(cluster.name, node.name)),
      });
    }
  }
  for (const { session, row } of rows) {
    const name = row.node ?? row.name;
    if (row.type !== "node" || !name) continue;
    const known = nodes.get(name);
    nodes.set(name, {
      name,
      cluster: known?.cluster ?? session,
      status: row.status ?? known?.status ?? "unknown",
      ipAddress: known?.ipAddress ?? null,
      cpu: row.cpu ?? null,
      maxCpu: whole(row.maxcpu),
      memoryBytes: whole(row.mem),
      maxMemoryBytes: whole(row.maxmem),
      diskBytes: whole(row.disk),
      maxDiskBytes: whole(row.maxdisk),
      uptimeSeconds: whole(row.uptime),
      ...linkTo(netbox?.device(session, name)),
    });
  }
  return nodes;
}

/** Every node tells a shared storage again; it is one storage, kept with an empty node. */
function storageReadings(rows: readonly Found[], { definitions }: BackendReading): Map<string, StorageReading> {
  const configured = new Map(
    definitions.flatMap(({ session, rows: found }) => found.map((row) => [`${session}/${row.storage}`, row] as const)),
  );
  const storage = new Map<string, StorageReading>();
  for (const { session, row } of rows) {
    const name = row.storage ?? row.name;
    if (row.type !== "storage" || !name) continue;
    const definition = configured.get(`${session}/${name}`);
    const shared = (row.shared ?? definition?.shared) === true;
    const node = shared ? "" : (row.node ?? "");
    const key = `${session}/${node}/${name}`;
    const known = storage.get(key);
    if (known?.status === "available") continue;
    storage.set(key, {
      ...{ name, cluster: session, node, shared, enabled: definition?.disable !== true },
      kind: row.plugintype ?? definition?.type ?? null,
      content: row.content ?? definition?.content ?? null,
      status: row.status ?? null,
      usedBytes: whole(row.disk),
      totalBytes: whole(row.maxdisk),
    });
  }
  return storage;
}

function vmReading(cluster: string, row: ClusterResource, netbox: NetboxObjects | null): VmReading[] {
  const { vmid } = row;
  if ((row.type !== "qemu" && row.type !== "lxc") || !vmid) return [];
  const name = row.name ?? `${row.type === "qemu" ? "VM" : "CT"} ${vmid}`;
  const reading: VmReading = {
    ...{ vmid, cluster, name, type: row.type, template: row.template === true },
    status: row.status ?? "unknown",
    node: row.node ?? "",
    cpu: row.cpu ?? null,
    maxCpu: row.maxcpu ?? null,
    memoryBytes: whole(row.mem),
    maxMemoryBytes: whole(row.maxmem),
    maxDiskBytes: whole(row.maxdisk),
    uptimeSeconds: whole(row.uptime),
    tags: (row.tags ?? "").split(/[;,\s]+/).filter((tag) => tag !== ""),
    ...linkTo(netbox?.vm(cluster, { vmid, name })),
  };
  return [reading];
}

const whole = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : Math.round(value);
