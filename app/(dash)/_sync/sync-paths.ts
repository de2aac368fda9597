import { stageTitle } from "#lib/sync/stages";

/** The doors of the native sync forms: path under `/sync/` and the stage it runs. Browser-safe. */
export const syncPaths = [
  ["devices", "devices"],
  ["storage", "storage"],
  ["virtual-machines", "virtual-machines"],
  ["task-history", "task-history"],
  ["virtual-machines/virtual-disks", "vm-disks"],
  ["virtual-machines/backups", "vm-backups"],
  ["virtual-machines/snapshots", "vm-snapshots"],
  ["network-interfaces", "network-interfaces"],
  ["ip-addresses", "ip-addresses"],
  ["replications", "replications"],
  ["backup-routines", "backup-routines"],
] as const;

export const syncActions = syncPaths.map(([path, syncType]) => ({
  href: `/sync/${path}`,
  title: stageTitle(syncType),
}));
