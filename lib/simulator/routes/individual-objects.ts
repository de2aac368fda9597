import { randomUUID } from "node:crypto";
import { rawConfig } from "../guest-config.ts";
import type { Guest } from "../model.ts";
import type { Action, Row, Values } from "../netbox-tables.ts";
import { guestResource } from "../resources.ts";
import type { Sim } from "../sim.ts";
import { type Session, VM_STATE, VM_TABLE } from "../stages/run.ts";
import { resolvedNames, writeVm } from "../stages/write-vm.ts";

export type ObjectName =
  | "vm"
  | "interface"
  | "disk"
  | "snapshot"
  | "task-history"
  | "backup"
  | "replication"
  | "backup-routines";

/** An object as Proxmox has it, and the row it becomes in NetBox. */
export type Described = {
  object_type: string;
  resource: Values;
  table: string;
  match: Values;
  values: Values;
  error: string | null;
  /** Writes more than one row. */
  write?: () => { row: Row; action: Action };
};

type Question = { sim: Sim; session: Session; guest: Guest | undefined; query: URLSearchParams };

export const describers: Record<ObjectName, (question: Question) => Described> = {
  vm: ({ sim, session, guest }) => {
    if (!guest) return nothing("vm");
    const { maxcpu, maxmem, maxdisk } = guestResource(session.cluster, guest, sim.nowMs());
    const { vmid, name, node, type, status } = guest;
    const resource = { vmid, name, node, type, status, maxcpu, maxmem, maxdisk, config: rawConfig(guest) };
    const disk = guest.disks.reduce((sum, each) => sum + each.sizeGb * 1_024, 0);
    const resolved = resolvedNames(session.cluster.guests).get(vmid)?.name ?? name;
    const write = () => writeVm({ netbox: sim.netbox, runId: randomUUID() }, session, guest, resolved);
    const values = {
      name: resolved,
      vcpus: guest.cores,
      memory: guest.memoryMb,
      disk,
      status: status === "running" ? { value: "active", label: "Active" } : { value: "offline", label: "Offline" },
      description: `Synced from Proxmox node ${node}`,
    };
    const error = guest.refusedBecause ? `NetBox REST request failed | ${guest.refusedBecause}` : null;
    return {
      object_type: "vm",
      resource,
      table: VM_TABLE,
      match: { id: vmId(sim, session, guest) },
      values,
      error,
      write,
    };
  },
  interface: ({ sim, session, guest, query }) => {
    const name = query.get("interface_name");
    const nic = guest?.nics.find((each) => each.name === name);
    const resource = {
      ...place(guest),
      interface_name: name,
      mac_address: nic?.mac ?? null,
      bridge: nic?.bridge ?? null,
      vlan_tag: nic?.vlan ?? null,
    };
    const match = { name, virtual_machine: vmRef(sim, session, guest) };
    const error = nic ? null : `Interface ${name} not found`;
    return {
      object_type: "interface",
      resource,
      table: "virtualization/interfaces",
      match,
      values: { enabled: true },
      error,
    };
  },
  disk: ({ sim, session, guest, query }) => {
    const name = query.get("disk_name");
    const disk = guest?.disks.find((each) => each.name === name);
    const size = (disk?.sizeGb ?? 0) * 1_024;
    const resource = {
      ...place(guest),
      disk_name: name,
      size,
      volume_id: disk && `${disk.storage}:${disk.volume}`,
      storage: disk?.storage ?? null,
    };
    const match = { name, virtual_machine: vmRef(sim, session, guest) };
    const error = disk ? null : `Disk ${name} not found`;
    return {
      object_type: "virtual_disk",
      resource,
      table: "virtualization/virtual-disks",
      match,
      values: { size },
      error,
    };
  },
  snapshot: ({ sim, session, guest, query }) => {
    const name = query.get("snapshot_name");
    const found = guest?.snapshots.find((each) => each.name === name);
    const data = found && { name, description: found.description, snaptime: found.takenAt, vmstate: 0 };
    const resource = {
      ...place(guest),
      snapshot_name: name,
      snapshot_data: data ?? null,
      cluster_name: session.cluster.name,
    };
    const match = { name, virtual_machine: guest ? vmId(sim, session, guest) : 0 };
    const values = { description: found?.description ?? "", snaptime: found?.takenAt ?? null };
    const error = found ? null : `Snapshot ${name} not found`;
    return { object_type: "snapshot", resource, table: "plugins/proxbox/snapshots", match, values, error };
  },
  "task-history": ({ sim, session, guest, query }) => {
    const upid = query.get("upid");
    const tasks = (guest?.tasks ?? []).filter((task) => !upid || task.upid === upid);
    const task = tasks.at(-1);
    const resource = { ...place(guest), tasks, selected_upid: upid };
    const values = { virtual_machine: guest ? vmId(sim, session, guest) : 0, node: task?.node, status: task?.status };
    const error = task ? null : "No task found for the specified criteria";
    return {
      object_type: "task_history",
      resource,
      table: "plugins/proxbox/task-history",
      match: { upid: task?.upid },
      values,
      error,
    };
  },
  backup: ({ session, guest, query }) => {
    const volid = query.get("volid");
    const found = guest?.backups.find((each) => each.volid === volid);
    const resource = {
      ...place(guest),
      storage: query.get("storage"),
      volid,
      backup_data: found ?? null,
      cluster_name: session.cluster.name,
    };
    const values = { storage: found?.storage, size: found?.sizeBytes, vmid: guest?.vmid };
    const error = found ? null : `Backup ${volid} not found`;
    return {
      object_type: "backup",
      resource,
      table: "plugins/proxbox/backups",
      match: { volume_id: volid },
      values,
      error,
    };
  },
  replication: ({ session, query }) => {
    const id = query.get("replication_id");
    const found = session.cluster.replications.find((each) => each.id === id);
    const resource = { vmid: found?.guest ?? null, replication_data: found ?? null };
    // Proxmox counts from 0, and the backend refuses that number.
    const error = found
      ? "1 validation error for NetBoxReplicationSyncState\n  Value error, jobnum must be a positive job identifier"
      : `Replication ${id} not found`;
    return {
      object_type: "replication",
      resource,
      table: "plugins/proxbox/replications",
      match: { replication_id: id },
      values: {},
      error,
    };
  },
  "backup-routines": ({ session, query }) => {
    const id = query.get("job_id");
    const found = session.cluster.backupJobs.find((each) => each.id === id);
    const match = { cluster: session.cluster.name, job_id: id };
    const values = { schedule: found?.schedule, enabled: found?.enabled };
    const error = found ? null : `Backup job ${id} not found`;
    return {
      object_type: "backup_routine",
      resource: { job_id: id, backup_data: found ?? null },
      table: "plugins/proxbox/backup-routines",
      match,
      values,
      error,
    };
  },
};

const place = (guest: Guest | undefined) => ({ vmid: guest?.vmid, node: guest?.node, type: guest?.type });

const nothing = (object_type: string): Described => ({
  object_type,
  resource: {},
  table: VM_TABLE,
  match: { id: 0 },
  values: {},
  error: "not found",
});

function vmId(sim: Sim, session: Session, guest: Guest): number {
  const match = { proxmox_cluster_name: session.cluster.name, proxmox_vm_id: guest.vmid };
  return Number(sim.netbox.find(VM_STATE, match)?.virtual_machine ?? 0);
}

function vmRef(sim: Sim, session: Session, guest: Guest | undefined) {
  const row = guest && sim.netbox.get(VM_TABLE, vmId(sim, session, guest));
  return row ? sim.netbox.ref(VM_TABLE, row) : null;
}
