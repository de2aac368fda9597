import type { SyncType } from "./stages.ts";

/** The addresses of the sync forms and what each of them runs. Browser-safe. */
export const syncPaths: Record<string, SyncType | "all"> = {
  devices: "devices",
  storage: "storage",
  "virtual-machines": "virtual-machines",
  "virtual-machines/virtual-disks": "vm-disks",
  "virtual-machines/backups": "vm-backups",
  "virtual-machines/snapshots": "vm-snapshots",
  "full-update": "all",
  "network-interfaces": "network-interfaces",
  "ip-addresses": "ip-addresses",
  replications: "replications",
  "backup-routines": "backup-routines",
  "task-history": "task-history",
};
