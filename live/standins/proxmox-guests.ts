const GIB = 2 ** 30;

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

/** Adds one guest with its configuration, snapshots, backups and tasks. */
export function addGuest(paths: Map<string, unknown>, resources: unknown[], guest: Guest, index: number): void {
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
    maxdisk: (kind === "lxc" ? 8 : 32) * GIB,
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
  const upid = `UPID:${node}:00001:0000${index}:67000000:${kind === "qemu" ? "qm" : "vz"}start:${vmid}:root@pam:`;
  paths.set(`nodes/${node}/tasks/${upid}/log`, [{ n: 1, t: "TASK OK" }]);
  append(paths, `nodes/${node}/tasks`, {
    upid,
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
