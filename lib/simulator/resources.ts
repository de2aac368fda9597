import type { Cluster, Guest, PveNode, Storage } from "./model.ts";

const GIB = 1_073_741_824;
const EMPTY = {
  cgroup_mode: null,
  content: null,
  cpu: null,
  disk: null,
  hastate: null,
  id: null,
  level: null,
  maxcpu: null,
  maxdisk: null,
  maxmem: null,
  mem: null,
  name: null,
  node: null,
  plugintype: null,
  pool: null,
  status: null,
  storage: null,
  type: null,
  uptime: null,
  vmid: null,
};

/** A number in [0, 1) that drifts slowly with time and differs by key: believable load without keeping history. */
export function load(key: string, nowMs: number): number {
  let hash = 7;
  for (const char of key) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9_973;
  return 0.34 + 0.24 * Math.sin(nowMs / 180_000 + hash) + 0.08 * Math.sin(nowMs / 23_000 + hash * 3);
}

/** The rows of `/cluster/resources`: nodes, storages of each node, guests. */
export function clusterResources(cluster: Cluster, nowMs: number): Record<string, unknown>[] {
  const nodes = cluster.nodes.map((node) => nodeResource(cluster, node, nowMs));
  const storages = cluster.nodes.flatMap((node) => cluster.storages.map((one) => storageResource(node, one)));
  return [...nodes, ...storages, ...cluster.guests.map((guest) => guestResource(cluster, guest, nowMs))];
}

export function nodeResource(cluster: Cluster, node: PveNode, nowMs: number): Record<string, unknown> {
  const { name, online, cores, memBytes, uptimeS } = node;
  const guestsBytes = cluster.guests
    .filter((guest) => guest.node === name && guest.status === "running")
    .reduce((sum, guest) => sum + guest.memoryMb * 1_048_576, 0);
  const live = {
    cpu: load(`${cluster.name}/${name}`, nowMs),
    mem: Math.round(Math.min(0.95 * memBytes, guestsBytes * 0.8 + 6 * GIB)),
    uptime: uptimeS,
  };
  return {
    ...EMPTY,
    ...(online ? live : { uptime: 0 }),
    disk: 21 * GIB,
    id: `node/${name}`,
    maxcpu: cores,
    maxdisk: 94 * GIB,
    maxmem: memBytes,
    node: name,
    status: online ? "online" : "offline",
    type: "node",
  };
}

export function storageUsed(node: PveNode, { name, sizeBytes, shared }: Storage): number {
  return Math.round(sizeBytes * (0.15 + 0.6 * Math.abs(Math.sin(name.length * 1.7 + (shared ? 0 : node.nodeid)))));
}

function storageResource(node: PveNode, storage: Storage): Record<string, unknown> {
  const { name, plugin, content, shared, sizeBytes } = storage;
  return {
    ...EMPTY,
    content,
    disk: node.online ? storageUsed(node, storage) : 0,
    id: `storage/${node.name}/${name}`,
    maxdisk: sizeBytes,
    node: node.name,
    plugintype: plugin,
    status: node.online ? "available" : "unknown",
    storage: name,
    type: "storage",
    shared,
  };
}

export function guestResource(cluster: Cluster, guest: Guest, nowMs: number): Record<string, unknown> {
  const { vmid, name, node, type, status, cores, memoryMb, uptimeS, template, tags } = guest;
  const isUp = status === "running";
  const busy = load(`${cluster.name}/${vmid}`, nowMs);
  return {
    ...EMPTY,
    cpu: isUp ? busy * 0.7 : 0,
    disk: type === "lxc" ? Math.round((guest.disks[0]?.sizeGb ?? 0) * GIB * 0.4) : 0,
    hastate: cluster.haGuests.includes(vmid) ? "started" : null,
    id: `${type}/${vmid}`,
    maxcpu: cores,
    maxdisk: guest.disks.reduce((sum, disk) => sum + disk.sizeGb, 0) * GIB,
    maxmem: memoryMb * 1_048_576,
    mem: isUp ? Math.round(memoryMb * 1_048_576 * (0.4 + busy * 0.5)) : 0,
    name,
    node,
    status,
    type,
    uptime: uptimeS,
    vmid,
    diskread: isUp ? vmid * 90_000_000 : 0,
    diskwrite: isUp ? vmid * 40_000_000 : 0,
    netin: isUp ? vmid * 70_000_000 : 0,
    netout: isUp ? vmid * 30_000_000 : 0,
    template,
    ...(tags.length > 0 ? { tags: tags.join(";") } : {}),
  };
}
