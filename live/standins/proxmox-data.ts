import { addGuest, guestsOf } from "./proxmox-guests.ts";

const GIB = 2 ** 30;

/** Paths that an idle cluster answers with an empty list. */
const EMPTY = [
  "cluster/ha/status/current",
  "cluster/ha/resources",
  "cluster/ha/groups",
  "cluster/ha/rules",
  "cluster/tasks",
  "cluster/log",
  "pools",
  "access/users",
  "access/permissions",
  "access",
  "cluster",
  "cluster/firewall/groups",
  "cluster/firewall/rules",
  "cluster/firewall/aliases",
  "cluster/firewall/ipset",
  "cluster/sdn",
  "cluster/sdn/controllers",
  "cluster/sdn/zones",
  "cluster/sdn/vnets",
  "cluster/sdn/fabrics",
  "cluster/sdn/fabrics/all",
  "cluster/sdn/fabrics/fabric",
  "cluster/sdn/route-maps",
  "cluster/sdn/prefix-lists",
  "cluster/metrics/server",
  "cluster/qemu/custom-cpu-models",
];

/** Every readable path below `/api2/json/` and what it answers. */
export function proxmoxPaths(clusterName: string, nodeCount: number, guestCount: number): Map<string, unknown> {
  const nodes = Array.from({ length: nodeCount }, (_, index) => `pve${index + 1}`);
  const paths = new Map<string, unknown>(EMPTY.map((path) => [path, []]));
  const resources: unknown[] = [];
  addCluster(paths, clusterName, nodes);
  for (const [index, node] of nodes.entries()) addNode(paths, resources, node, index);
  for (const [index, guest] of guestsOf(guestCount, nodes).entries()) addGuest(paths, resources, guest, index);
  paths.set("cluster/resources", resources);
  return paths;
}

const ipOf = (index: number): string => `10.0.0.${index + 1}`;
const load = {
  status: "online",
  cpu: 0.1,
  maxcpu: 8,
  mem: 8 * GIB,
  maxmem: 32 * GIB,
  disk: 10 * GIB,
  maxdisk: 100 * GIB,
  uptime: 86_400,
  level: "",
};
const stores = [
  { storage: "local", type: "dir", content: "backup,iso", path: "/var/lib/vz", digest: "x", shared: 0 },
  { storage: "lvm", type: "lvmthin", content: "images,rootdir", vgname: "pve", thinpool: "data", digest: "x" },
];

function addCluster(paths: Map<string, unknown>, name: string, nodes: readonly string[]): void {
  const members = nodes.map((node, index) => ({
    id: `node/${node}`,
    name: node,
    type: "node",
    ip: ipOf(index),
    level: "",
    local: Number(index === 0),
    nodeid: index + 1,
    online: 1,
  }));
  paths.set("version", { version: "8.3.0", release: "8.3", repoid: "abcd1234" });
  paths.set("cluster/status", [
    { id: "cluster", name, type: "cluster", nodes: nodes.length, quorate: 1, version: 3 },
    ...members,
  ]);
  paths.set("cluster/config/join", { nodelist: nodes.map((node, index) => ({ name: node, pve_fp: `AA:0${index}` })) });
  paths.set(
    "nodes",
    nodes.map((node, index) => ({ node, id: `node/${node}`, type: "node", ssl_fingerprint: `AA:0${index}`, ...load })),
  );
  paths.set("cluster/options", { "tag-style": {} });
  paths.set("storage", stores);
  for (const store of stores) paths.set(`storage/${store.storage}`, store);
  const replication = {
    id: "100-0",
    type: "local",
    guest: 100,
    jobnum: 0,
    source: nodes[0],
    target: nodes.at(-1),
    schedule: "*/15",
  };
  paths.set("cluster/replication", [replication]);
  const backup = {
    id: "backup-abc",
    type: "vzdump",
    enabled: 1,
    schedule: "21:00",
    storage: "local",
    mode: "snapshot",
    all: 1,
  };
  paths.set("cluster/backup", [{ ...backup, "prune-backups": { "keep-last": "3" } }]);
}

function addNode(paths: Map<string, unknown>, resources: unknown[], node: string, index: number): void {
  resources.push({ id: `node/${node}`, type: "node", node, ...load });
  for (const store of stores) {
    resources.push({
      id: `storage/${node}/${store.storage}`,
      type: "storage",
      storage: store.storage,
      node,
      status: "available",
      disk: 10 * GIB,
      maxdisk: 100 * GIB,
      plugintype: store.type,
      content: store.content,
      shared: 0,
    });
    paths.set(`nodes/${node}/storage/${store.storage}/content`, []);
  }
  const usage = { active: 1, enabled: 1, total: 100 * GIB, used: 10 * GIB, avail: 90 * GIB };
  paths.set(
    `nodes/${node}/storage`,
    stores.map((store) => ({ ...store, ...usage })),
  );
  const address = ipOf(index);
  paths.set(`nodes/${node}/network`, [
    {
      iface: "vmbr0",
      type: "bridge",
      active: 1,
      autostart: 1,
      cidr: `${address}/24`,
      address,
      method: "static",
      bridge_ports: "eno1",
      exists: 1,
    },
    { iface: "eno1", type: "eth", active: 1, exists: 1, method: "manual" },
  ]);
  paths.set(`nodes/${node}/status`, nodeStatus);
  paths.set(`nodes/${node}/config`, { description: "" });
  for (const path of ["tasks", "qemu", "lxc", "disks/zfs", "services", "firewall/rules", "sdn/zones"])
    paths.set(`nodes/${node}/${path}`, []);
}

const nodeStatus = {
  uptime: 86_400,
  cpu: 0.1,
  loadavg: ["0.10", "0.10", "0.10"],
  kversion: "Linux 6.8",
  pveversion: "pve-manager/8.3.0",
  "boot-info": { mode: "efi" },
  memory: { total: 32 * GIB, used: 8 * GIB, free: 24 * GIB },
  rootfs: { total: 100 * GIB, used: 10 * GIB, free: 90 * GIB, avail: 90 * GIB },
  cpuinfo: { cpus: 8, cores: 4, sockets: 1, model: "stand-in" },
  "current-kernel": { machine: "x86_64", release: "6.8", sysname: "Linux", version: "1" },
};
