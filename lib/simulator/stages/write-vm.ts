import type { Guest } from "../model.ts";
import type { Action, Row } from "../netbox-tables.ts";
import { SyncError } from "../sync-error.ts";
import { proxboxTag, type Session, VM_STATE, VM_TABLE, type Writer } from "./run.ts";

const STATES = { running: { value: "active", label: "Active" }, stopped: { value: "offline", label: "Offline" } };

/** The names NetBox gets: a second guest of the same name in a cluster becomes `name (2)`. */
export function resolvedNames(guests: readonly Guest[]): Map<number, { name: string; suffix: number }> {
  const seen = new Map<string, number>();
  const names = new Map<number, { name: string; suffix: number }>();
  for (const guest of guests.toSorted((one, other) => one.vmid - other.vmid)) {
    const suffix = (seen.get(guest.name) ?? 0) + 1;
    seen.set(guest.name, suffix);
    names.set(guest.vmid, { name: suffix === 1 ? guest.name : `${guest.name} (${suffix})`, suffix });
  }
  return names;
}

/** Writes one guest and its sync-state row. Throws `SyncError` when NetBox refuses it. */
export function writeVm(run: Writer, session: Session, guest: Guest, name: string): { row: Row; action: Action } {
  const { netbox } = run;
  if (session.pluginEndpointId === null) throw new SyncError("The session has no plugin endpoint in NetBox");
  const stateFailure = netbox.failureOf(VM_STATE);
  if (stateFailure) throw new SyncError("NetBox REST request failed", stateFailure.detail, stateFailure.status);
  if (guest.refusedBecause) throw new SyncError("NetBox REST request failed", guest.refusedBecause);
  const state = { proxmox_cluster_name: session.cluster.name, proxmox_vm_id: guest.vmid };
  const known = netbox.find(VM_STATE, state);
  const values = vmValues(run, session, guest, name);
  const written = known
    ? netbox.upsert(VM_TABLE, { id: Number(known.virtual_machine) }, values)
    : { row: netbox.insert(VM_TABLE, values), action: "created" as const };
  netbox.upsert(VM_STATE, state, {
    virtual_machine: written.row.id,
    proxmox_endpoint: session.pluginEndpointId,
    proxmox_vm_type: guest.type,
    proxmox_node: guest.node,
    last_run_id: run.runId,
  });
  return written;
}

function vmValues(run: Writer, session: Session, guest: Guest, name: string) {
  const { netbox } = run;
  const ref = (table: string, match: Record<string, unknown>) => {
    const row = netbox.find(table, match);
    return row ? netbox.ref(table, row) : null;
  };
  const qemu = guest.type === "qemu";
  const kind = qemu ? "QEMU Virtual Machine" : "LXC Container";
  const types = "virtualization/virtual-machine-types";
  const type = netbox.upsert(types, { slug: qemu ? "qemu-virtual-machine" : "lxc-container" }, { name: kind }).row;
  return {
    name,
    status: STATES[guest.status],
    cluster: ref("virtualization/clusters", { name: session.cluster.name }),
    device: ref("dcim/devices", { name: guest.node }),
    site: ref("dcim/sites", { slug: `proxmox-default-site-${session.cluster.name}` }),
    virtual_machine_type: netbox.ref(types, type),
    vcpus: guest.cores,
    memory: guest.memoryMb,
    disk: guest.disks.reduce((sum, disk) => sum + disk.sizeGb * 1_024, 0),
    tags: [proxboxTag(run)],
    description: `Synced from Proxmox node ${guest.node}`,
  };
}
