/**
 * Proxmox against NetBox, as the backend would see it; pure. A guest is the VM that a sync wrote for it: the backend
 * knows it by cluster and VMID and by nothing else, so a name alone is no match, and a VM that somebody renamed in
 * NetBox stays its VM. The values are those that the backend writes: running → active, paused and stopped → offline,
 * anything else → active; bytes → whole MiB.
 */
import type { NetboxDevice, NetboxEstate, NetboxVm } from "../netbox/read-estate.ts";
import { identityOf } from "../netbox/read-estate.ts";
import type { Difference, FieldChange } from "./schema.ts";

export type ProxmoxGuest = {
  cluster: string;
  vmid: number;
  name: string;
  type: "qemu" | "lxc";
  template: boolean;
  status: string;
  node: string;
  maxCpu: number | null;
  maxMemoryBytes: number | null;
  /** Of the first disk alone: more is not in the list of a cluster. */
  maxDiskBytes: number | null;
  /** All its disks, where its configuration was read. */
  diskMb: number | null;
  /** The addresses in its configuration, where it was read and has any. */
  addresses: string[] | null;
};

export type ProxmoxEstate = {
  clusters: { name: string }[];
  /** `device` is the name that the backend gives it in NetBox. */
  nodes: { name: string; cluster: string; status: string; device: string }[];
  guests: ProxmoxGuest[];
};

type Mode = { mode: "always" | "bootstrap_only" | "disabled" };
export type PreviewModes = { devices: Mode; "virtual-machines": Mode; vm_template: Mode };

export type Comparison = { differences: Difference[]; same: number };

/** What differs, worst first within each kind: missing, changed, only in NetBox. */
export function compareEstates(proxmox: ProxmoxEstate, netbox: NetboxEstate, modes: PreviewModes): Comparison {
  const found = [
    compareClusters(proxmox, netbox, modes),
    compareNodes(proxmox, netbox, modes),
    compareGuests(proxmox, netbox, modes),
  ];
  return {
    differences: found.flatMap((part) => part.differences),
    same: found.reduce((sum, part) => sum + part.same, 0),
  };
}

const ranks = { missing: 0, changed: 1, only_in_netbox: 2 } as const;

function collect(rows: readonly (Difference | null)[]): Comparison {
  const differences = rows.filter((row) => row !== null);
  const same = rows.length - differences.length;
  differences.sort((a, b) => ranks[a.state] - ranks[b.state] || a.name.localeCompare(b.name));
  return { differences, same };
}

type Base = Pick<Difference, "kind" | "name" | "cluster"> & Partial<Difference>;

const difference = (base: Base, more: Pick<Difference, "state" | "next_run"> & Partial<Difference>): Difference => ({
  ...{ node: null, vmid: null, type: null, netbox_id: null, netbox_url: null, changes: [], note: null },
  ...base,
  ...more,
});

function compareClusters(proxmox: ProxmoxEstate, netbox: NetboxEstate, modes: PreviewModes): Comparison {
  const known = new Set(netbox.clusters.map((cluster) => cluster.name));
  return collect(
    proxmox.clusters.map(({ name }) =>
      known.has(name) ? null : missing({ kind: "cluster", name, cluster: name }, modes.devices, "nodes"),
    ),
  );
}

function compareNodes(proxmox: ProxmoxEstate, netbox: NetboxEstate, modes: PreviewModes): Comparison {
  const devices = new Map(netbox.devices.map((device) => [`${device.cluster}/${device.name}`, device]));
  const rows = proxmox.nodes.map((node) => {
    const base = { kind: "node" as const, name: node.name, cluster: node.cluster, node: node.name };
    const device = devices.get(`${node.cluster}/${node.device}`);
    if (!device) return missing(base, modes.devices, "nodes");
    devices.delete(`${node.cluster}/${node.device}`);
    const changes = changed([["status", node.status === "online" ? "active" : "offline", device.status]]);
    return changes.length === 0 ? null : update({ ...base, ...linkOf(device), changes }, modes.devices, "nodes");
  });
  const others = [...devices.values()].map((device) =>
    onlyInNetbox({ kind: "node", name: device.name, cluster: device.cluster, ...linkOf(device) }, null),
  );
  return collect([...rows, ...others]);
}

function compareGuests(proxmox: ProxmoxEstate, netbox: NetboxEstate, modes: PreviewModes): Comparison {
  const vms = new Map(netbox.vms.map((vm) => [vm.id, vm]));
  const left = new Map(vms);
  const names = new Map(netbox.vms.map((vm) => [`${vm.cluster}/${vm.name.toLowerCase()}`, vm]));
  const rows = proxmox.guests.map((guest) => {
    const base = baseOf(guest);
    const mode = guest.template ? modes.vm_template : modes["virtual-machines"];
    const what = guest.template ? "templates" : "VMs";
    const id = netbox.identities.get(identityOf(guest.cluster, guest.vmid));
    const named = names.get(`${guest.cluster}/${guest.name.toLowerCase()}`);
    const vm = id === undefined ? (netbox.hasIdentities ? undefined : named) : vms.get(id);
    if (vm) {
      left.delete(vm.id);
      const changes = guestChanges(guest, vm, proxmox);
      return changes.length === 0 ? null : update({ ...base, ...linkOf(vm), changes }, mode, what);
    }
    if (id !== undefined) return moved({ ...base, netbox_id: id }, mode, what);
    const row = missing(base, mode, what);
    // A name is unique in a cluster of NetBox, and the backend takes no VM over by its name.
    return named && named.vmid === null && row.next_run === "create" ? { ...row, note: NAME_TAKEN } : row;
  });
  const others = [...left.values()].map((vm) =>
    onlyInNetbox({ kind: "vm", name: vm.name, cluster: vm.cluster, node: vm.device, vmid: vm.vmid, ...linkOf(vm) }, vm),
  );
  return collect([...rows, ...others]);
}

const NAME_TAKEN =
  "NetBox has a VM of this name that no sync wrote. It stays as it is, and the new one gets a number behind its name.";

const baseOf = (guest: ProxmoxGuest) => ({
  kind: "vm" as const,
  name: guest.name,
  cluster: guest.cluster,
  node: guest.node || null,
  vmid: guest.vmid,
  type: guest.type,
});

const linkOf = (row: NetboxDevice) => ({ netbox_id: row.id, netbox_url: row.url });

const off = (what: string) => `The sync mode of ${what} is disabled.`;

function missing(base: Base, { mode }: Mode, what: string): Difference {
  if (mode === "disabled") return difference(base, { state: "missing", next_run: "leave", note: off(what) });
  return difference(base, { state: "missing", next_run: "create" });
}

function update(base: Base, { mode }: Mode, what: string): Difference {
  if (mode === "always") return difference(base, { state: "changed", next_run: "update" });
  const note = mode === "disabled" ? off(what) : `The sync mode of ${what} creates and changes nothing.`;
  return difference(base, { state: "changed", next_run: "leave", note });
}

function moved(base: Base, mode: Mode, what: string): Difference {
  const changes: FieldChange[] = [{ field: "cluster", proxmox: base.cluster, netbox: "another cluster" }];
  return update({ ...base, changes }, mode, what);
}

function onlyInNetbox(base: Base, vm: NetboxVm | null): Difference {
  const swept = vm?.tags.includes("proxbox-soft-deleted") === true;
  const note = swept
    ? "A sweep has marked it as gone already."
    : vm && vm.vmid === null
      ? "No sync wrote it, so no sync changes it."
      : "A sync never deletes it. Delete it in NetBox if it is gone for good.";
  return difference(base, { state: "only_in_netbox", next_run: "leave", note });
}

const vmStatus = (status: string): string => (["stopped", "paused", "offline"].includes(status) ? "offline" : "active");

const MIB = 1024 * 1024;
const mibOf = (bytes: number | null): number | null => (bytes === null ? null : Math.floor(bytes / MIB));

function guestChanges(guest: ProxmoxGuest, vm: NetboxVm, proxmox: ProxmoxEstate): FieldChange[] {
  const device = proxmox.nodes.find((node) => node.name === guest.node && node.cluster === guest.cluster)?.device;
  return [
    ...changed([
      ["status", vmStatus(guest.status), vm.status],
      ["vcpus", guest.maxCpu || null, vm.vcpus],
      ["memory_mb", mibOf(guest.maxMemoryBytes), vm.memoryMb],
      ["node", device ?? (guest.node || null), vm.device],
    ]),
    ...diskChange(guest, vm),
    ...addressChange(guest, vm),
  ];
}

/** What Proxmox does not tell is no difference; what NetBox does not have is one. */
function changed(fields: [FieldChange["field"], string | number | null, string | number | null][]): FieldChange[] {
  return fields
    .filter(([, ours, theirs]) => ours !== null && ours !== theirs)
    .map(([field, ours, theirs]) => ({
      field,
      proxmox: String(ours),
      netbox: theirs === null ? null : String(theirs),
    }));
}

/** NetBox sums all disks. Without the configuration only the first is known: less than that is a difference. */
function diskChange({ diskMb, maxDiskBytes }: ProxmoxGuest, vm: NetboxVm): FieldChange[] {
  if (diskMb !== null) return changed([["disk_mb", diskMb, vm.diskMb ?? 0]]);
  const first = mibOf(maxDiskBytes);
  const isLess = first !== null && vm.diskMb !== null && vm.diskMb > 0 && vm.diskMb < first;
  return isLess ? [{ field: "disk_mb", proxmox: `${first} or more`, netbox: String(vm.diskMb) }] : [];
}

/** Proxmox knows some of the addresses of a guest: each of them must be in NetBox, which may have more. */
function addressChange({ addresses }: ProxmoxGuest, vm: NetboxVm): FieldChange[] {
  const theirs = vm.addresses;
  if (addresses === null || theirs === null) return [];
  const isThere = (address: string) => theirs.some((other) => other.toLowerCase() === address.toLowerCase());
  if (addresses.every(isThere)) return [];
  return [{ field: "addresses", proxmox: addresses.join(", "), netbox: theirs.join(", ") || null }];
}
