import type { Guest } from "./model.ts";

/** What Proxmox keeps about a guest, as text values like `scsi0: local-lvm:vm-100-disk-0,size=32G`. */
export function rawConfig(guest: Guest): Record<string, string | number | boolean> {
  const common = { digest: `d${guest.vmid}`, ostype: guest.osType, cores: guest.cores, memory: guest.memoryMb };
  const tags: Record<string, string> = guest.tags.length > 0 ? { tags: guest.tags.join(";") } : {};
  const disks = Object.fromEntries(
    guest.disks.map((disk) => [disk.name, `${disk.storage}:${disk.volume},size=${disk.sizeGb}G`]),
  );
  const nets = Object.fromEntries(guest.nics.map((_, at) => [`net${at}`, netText(guest, at)]));
  if (guest.type === "lxc") return { ...common, arch: "amd64", hostname: guest.name, ...tags, ...disks, ...nets };
  const qemu = { name: guest.name, onboot: true, boot: "order=scsi0", sockets: 1, agent: guest.agent };
  return { ...common, ...qemu, ...tags, ...(guest.template ? { template: true } : {}), ...disks, ...nets };
}

/** The backend's `VMConfig`: the raw keys, and `disks` and `networks` taken apart; an LXC's rootfs is not in `disks`. */
export function vmConfig(guest: Guest) {
  const raw = rawConfig(guest);
  const disks = guest.disks
    .filter(({ name }) => name !== "rootfs")
    .map(({ name, storage, volume, sizeGb }) => ({
      name,
      raw_value: raw[name],
      size: sizeGb * 1_024,
      storage: `${storage}:${volume}`,
      storage_name: storage,
      description: `Storage: ${storage}`,
      size_mb: sizeGb * 1_024,
    }));
  const networks = guest.nics.map((_, at) => {
    const fields = netText(guest, at)
      .split(",")
      .map((part) => part.split("=") as [string, string]);
    return { [`net${at}`]: Object.fromEntries(fields) };
  });
  return { ...raw, disks, networks };
}

function netText(guest: Guest, at: number): string {
  const nic = guest.nics[at];
  if (!nic) return "";
  const vlan = nic.vlan === null ? "" : `,tag=${nic.vlan}`;
  if (guest.type === "qemu") return `virtio=${nic.mac},bridge=${nic.bridge},firewall=1${vlan}`;
  const address = nic.ip ? `,ip=${nic.ip}` : "";
  return `name=${nic.name},bridge=${nic.bridge},hwaddr=${nic.mac}${address}${vlan},type=veth`;
}
