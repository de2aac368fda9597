/** The stages of a sync in their order; the paths are those of proxbox-api. Browser-safe. */
export type Stage = {
  syncType: string;
  title: string;
  streamPath: string;
  /** The backend's own name of the stage in `step` frames. */
  step: string;
  /** Its failure gives outcome `warnings` instead of failing the job. */
  optional: boolean;
  /** Accepts `netbox_vm_ids`. */
  perVm: boolean;
  /** Accepts the overwrite flags. */
  overwrite: boolean;
  /** Key in `sync_modes` that can turn it off. */
  mode: string;
};

const vm = "virtualization/virtual-machines";

export const syncTypes = [
  "devices",
  "storage",
  "virtual-machines",
  "task-history",
  "vm-disks",
  "vm-backups",
  "vm-snapshots",
  "network-interfaces",
  "vm-interfaces",
  "ip-addresses",
  "sdn",
  "replications",
  "backup-routines",
] as const;
export type SyncType = (typeof syncTypes)[number];

function stage(syncType: SyncType, title: string, streamPath: string, step: string, flags: Partial<Stage> = {}): Stage {
  return { syncType, title, streamPath, step, optional: false, perVm: false, overwrite: false, mode: step, ...flags };
}

export const stages: readonly Stage[] = [
  stage("devices", "Devices", "dcim/devices/create/stream", "devices", { overwrite: true }),
  stage("storage", "Storage", `${vm}/storage/create/stream`, "storage"),
  stage("virtual-machines", "Virtual machines", `${vm}/create/stream`, "virtual-machines", {
    overwrite: true,
    perVm: true,
  }),
  stage("task-history", "Task history", `${vm}/task-history/create/stream`, "task-history", {
    optional: true,
    perVm: true,
  }),
  stage("vm-disks", "Virtual disks", `${vm}/virtual-disks/create/stream`, "virtual-disks", { perVm: true }),
  stage("vm-backups", "Backups", `${vm}/backups/all/create/stream`, "backups", { optional: true, perVm: true }),
  stage("vm-snapshots", "Snapshots", `${vm}/snapshots/all/create/stream`, "snapshots", { optional: true, perVm: true }),
  stage("network-interfaces", "Node interfaces", "dcim/devices/interfaces/create/stream", "node-interfaces"),
  stage("vm-interfaces", "VM interfaces", `${vm}/interfaces/create/stream`, "vm-interfaces", { overwrite: true }),
  stage("ip-addresses", "IP addresses", `${vm}/interfaces/ip-address/create/stream`, "vm-ip-addresses", {
    overwrite: true,
  }),
  stage("sdn", "SDN", "proxmox/sdn/create/stream", "sdn", { optional: true }),
  stage("replications", "Replications", "proxmox/replication/stream", "replications"),
  stage("backup-routines", "Backup routines", "proxmox/cluster/backup/stream", "backup-routines"),
];

/** The stage of a sync type. */
export function stageOf(syncType: string): Stage | undefined {
  return stages.find((candidate) => candidate.syncType === syncType);
}

const syncTypesOfSteps = new Map(stages.map((one) => [one.step, one.syncType]));

/** The sync type that the backend calls `step` in its frames. */
export const syncTypeOfStep = (step: string): string | undefined => syncTypesOfSteps.get(step);

/** "Virtual machines" for `virtual-machines`; also names the console's own stages. */
export function stageTitle(syncType: string): string {
  if (syncType === "preflight") return "Preflight";
  if (syncType === "full-update") return "Full update";
  return stageOf(syncType)?.title ?? syncType;
}
