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

export type Guest = { kind: "qemu" | "lxc"; vmid: number; name: string; node: string; running: boolean };

/** Two QEMU guests that share a name, one container, then as many more as asked for. */
export function guestsOf(count: number, nodes: readonly string[]): Guest[] {
  const on = (index: number): string => nodes[index % nodes.length] ?? "pve1";
  const first: Guest[] = [
    { kind: "qemu", vmid: 100, name: "web", node: on(0), running: true },
    { kind: "qemu", vmid: 101, name: "web", node: on(1), running: false },
    { kind: "lxc", vmid: 200, name: "ct1", node: on(0), running: true },
  ];
  const more = Array.from({ length: Math.max(0, count - 3) }, (_, index): Guest => {
    const kind = index % 5 === 4 ? "lxc" : "qemu";
    return {
      kind,
      vmid: 1000 + index,
      name: `${kind === "lxc" ? "ct" : "vm"}-${index}`,
      node: on(index),
      running: index % 7 !== 0,
    };
  });
  return [...first, ...more].slice(0, count);
}

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

function addGuest(paths: Map<string, unknown>, resources: unknown[], guest: Guest, index: number): void {
  const { kind, vmid, name, node, running } = guest;
  const row = {
    id: `${kind}/${vmid}`,
    type: kind,
    vmid,
    name,
    node,
    status: running ? "running" : "stopped",
    cpu: 0.03,
    maxcpu: 2,
    mem: GIB / 2,
    maxmem: 2 * GIB,
    disk: 0,
    maxdisk: 32 * GIB,
    uptime: running ? 86_400 : 0,
    template: 0,
    diskread: 1,
    diskwrite: 2,
    netin: 3,
    netout: 4,
  };
  resources.push(row);
  append(paths, `nodes/${node}/${kind}`, row);
  const base = `nodes/${node}/${kind}/${vmid}`;
  const mac = `BC:24:11:00:00:${(16 + index).toString(16).toUpperCase()}`;
  paths.set(`${base}/config`, kind === "qemu" ? qemuConfig(guest, mac) : lxcConfig(guest, mac));
  paths.set(`${base}/status/current`, { ...row, ha: { managed: 0 }, cpus: 2 });
  if (agentOf(guest)) paths.set(`${base}/agent/network-get-interfaces`, { result: agentInterfaces(mac) });
  const current = { name: "current", description: "You are here!", running: 1, digest: "d" };
  const snapshot = { name: "pre", description: "before", snaptime: 1_730_000_000, vmstate: 0 };
  paths.set(`${base}/snapshot`, index % 10 === 0 ? [snapshot, current] : [current]);
  if (index % 5 !== 0) return;
  const format = kind === "qemu" ? "vma.zst" : "tar.zst";
  append(paths, `nodes/${node}/storage/local/content`, {
    volid: `local:backup/vzdump-${kind}-${vmid}-2026_01_01-00_00_00.${format}`,
    content: "backup",
    vmid,
    size: 123_456,
    ctime: 1_767_225_600,
    format,
    subtype: kind,
  });
  append(paths, `nodes/${node}/tasks`, {
    upid: `UPID:${node}:00001:0000${index}:67000000:${kind === "qemu" ? "qm" : "vz"}start:${vmid}:root@pam:`,
    node,
    pid: 1,
    pstart: 2,
    starttime: 1_730_000_000,
    endtime: 1_730_000_010,
    type: kind === "qemu" ? "qmstart" : "vzstart",
    id: String(vmid),
    user: "root@pam",
    status: "OK",
  });
}

/** The address that the guest agent of the first VM reports; its configuration does not name it. */
export const AGENT_ADDRESS = "10.0.0.60/24";
const agentOf = ({ kind, vmid, running }: Guest): boolean => kind === "qemu" && vmid === 100 && running;

function agentInterfaces(mac: string): unknown[] {
  const [address = "", prefix] = AGENT_ADDRESS.split("/");
  const inside = (name: string, hardware: string, addresses: [string, string, number][]) => ({
    name,
    "hardware-address": hardware,
    "ip-addresses": addresses.map(([ip, type, length]) => ({
      "ip-address": ip,
      "ip-address-type": type,
      prefix: length,
    })),
  });
  return [
    inside("lo", "00:00:00:00:00:00", [["127.0.0.1", "ipv4", 8]]),
    inside("ens18", mac.toLowerCase(), [
      [address, "ipv4", Number(prefix)],
      ["fe80::1", "ipv6", 64],
    ]),
  ];
}

const qemuConfig = (guest: Guest, mac: string) => ({
  name: guest.name,
  cores: 2,
  sockets: 1,
  memory: "2048",
  agent: agentOf(guest) ? "1" : "0",
  boot: "order=scsi0",
  digest: "d",
  ostype: "l26",
  onboot: 1,
  net0: `virtio=${mac},bridge=vmbr0,firewall=1`,
  scsi0: `lvm:vm-${guest.vmid}-disk-0,size=32G`,
});

const lxcConfig = (guest: Guest, mac: string) => ({
  hostname: guest.name,
  cores: 1,
  memory: 512,
  rootfs: `lvm:vm-${guest.vmid}-disk-0,size=8G`,
  ostype: "debian",
  arch: "amd64",
  digest: "d",
  net0: `name=eth0,bridge=vmbr0,hwaddr=${mac},ip=10.0.0.50/24,gw=10.0.0.254,type=veth`,
});

function append(paths: Map<string, unknown>, path: string, row: unknown): void {
  paths.set(path, [...((paths.get(path) as unknown[] | undefined) ?? []), row]);
}
