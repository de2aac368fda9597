import { z } from "zod";
import { scopeOf } from "./clusters.ts";
import type { BackendContext } from "./context.ts";
import { pathOf } from "./path.ts";
import { backendRequest } from "./request.ts";
import { maybeFlag, maybeNumber, maybeText, readableRows } from "./wire-values.ts";

/** Where a VM or container is. */
export type GuestPlace = { node: string; type: "qemu" | "lxc"; vmid: number };

export type GuestDisk = { name: string; storage: string | null; sizeMb: number | null; raw: string | null };
export type GuestNetwork = { name: string; values: Record<string, string> };

export type GuestConfig = {
  disks: GuestDisk[];
  networks: GuestNetwork[];
  /** Everything Proxmox has, as the backend passes it on: booleans coerced, nulls left out. */
  values: Record<string, unknown>;
};

const Disk = z.looseObject({ name: z.string(), raw_value: maybeText, storage_name: maybeText, size_mb: maybeNumber });
const Networks = z.array(z.record(z.string(), z.record(z.string(), z.unknown())));

const Config = z
  .looseObject({ disks: readableRows(Disk).default([]), networks: Networks.catch([]).default([]) })
  .transform(
    ({ disks, networks, ...values }): GuestConfig => ({
      disks: [
        ...disks.map((disk) => ({
          name: disk.name,
          storage: disk.storage_name,
          sizeMb: disk.size_mb,
          raw: disk.raw_value,
        })),
        ...containerDisks(values),
      ],
      networks: networks.flatMap((entry) =>
        Object.entries(entry).map(([name, found]) => ({
          name,
          values: Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value)])),
        })),
      ),
      values,
    }),
  );

/** The backend lists the disks of VMs only; a container's are plain values: `lvm:vm-200-disk-0,size=8G`. */
function containerDisks(values: Record<string, unknown>): GuestDisk[] {
  return Object.entries(values).flatMap(([name, raw]) => {
    if (typeof raw !== "string" || !/^(rootfs|mp\d+)$/.test(name)) return [];
    const storage = /^([^:,/]+):/.exec(raw)?.[1] ?? null;
    return [{ name, storage, sizeMb: sizeMbOf(raw), raw }];
  });
}

const MB_PER_UNIT: Record<string, number> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 * 1024 };

function sizeMbOf(raw: string): number | null {
  const match = /(?:^|,)size=(\d+(?:\.\d+)?)([KMGT])/.exec(raw);
  return match ? Number(match[1]) * (MB_PER_UNIT[match[2] ?? "M"] ?? 1) : null;
}

/** Configuration, disks and network interfaces of a guest. */
export function readGuestConfig(
  ctx: BackendContext,
  remoteId: number,
  guest: GuestPlace,
  signal?: AbortSignal,
): Promise<GuestConfig> {
  const path = pathOf("proxmox", guest.node, guest.type, guest.vmid, "config");
  return backendRequest(ctx, { path, query: scopeOf(remoteId), schema: Config, signal });
}

/** A backup file. `size` in bytes, `ctime` in seconds since 1970. */
export const GuestBackup = z.looseObject({
  volid: z.string(),
  vmid: maybeNumber,
  size: maybeNumber,
  ctime: maybeNumber,
  format: maybeText,
  subtype: maybeText,
  notes: maybeText,
  encrypted: maybeText,
  verification: z.looseObject({ state: maybeText, upid: maybeText }).nullable().catch(null).default(null),
});
export type GuestBackup = z.infer<typeof GuestBackup>;

/** The backups of a guest on one storage; ask for each storage whose content includes `backup`. */
export function readGuestBackups(
  ctx: BackendContext,
  remoteId: number,
  at: { node: string; storage: string; vmid: number },
  signal?: AbortSignal,
): Promise<GuestBackup[]> {
  return backendRequest(ctx, {
    path: pathOf("proxmox", "nodes", at.node, "storage", at.storage, "content"),
    query: { ...scopeOf(remoteId), content: "backup", vmid: at.vmid },
    schema: readableRows(GuestBackup),
    signal,
  });
}

export const NodeInterface = z.looseObject({
  iface: z.string(),
  type: maybeText,
  cidr: maybeText,
  address: maybeText,
  gateway: maybeText,
  active: maybeFlag,
  autostart: maybeFlag,
  bridge_ports: maybeText,
  slaves: maybeText,
  method: maybeText,
});
export type NodeInterface = z.infer<typeof NodeInterface>;

export function readNodeInterfaces(
  ctx: BackendContext,
  remoteId: number,
  node: string,
  signal?: AbortSignal,
): Promise<NodeInterface[]> {
  const path = pathOf("proxmox", "nodes", node, "network");
  return backendRequest(ctx, { path, query: scopeOf(remoteId), schema: readableRows(NodeInterface), signal });
}
