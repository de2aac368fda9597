import { legacyEnd, legacyFrame, work } from "../frames.ts";
import { SyncError } from "../sync-error.ts";
import { assertVmsExist, type KnownVm, knownVms, type Run, type Stage, unownedWarnings, VM_TABLE } from "./run.ts";

const TABLE = "virtualization/virtual-disks";
const GROUP = 8;

/** Disks of every known VM. A failing VM looks completed: its error text is where the disk counts should be. */
export function* virtualDisksStage(run: Run): Stage {
  assertVmsExist(run, "virtual-disk");
  const vms = knownVms(run);
  const result = { count: vms.length, created: 0, updated: 0, skipped: 0 };
  yield work(500);
  for (let at = 0; at < vms.length; at += GROUP) {
    const group = vms.slice(at, at + GROUP);
    for (const { row } of group)
      yield diskFrame(row.name, { completed: false, sync_status: "syncing", disks: "undefined" });
    for (const vm of group) {
      yield work(75);
      yield writeDisks(run, vm, result);
    }
  }
  yield legacyEnd("virtual_disk");
  return { result, step: { count: result.count }, final: result, count: result.count, warnings: unownedWarnings(run) };
}

type Tally = { created: number; updated: number; skipped: number };

function writeDisks(run: Run, { row, guest }: KnownVm, tally: Tally) {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  try {
    for (const disk of guest.disks) {
      const match = { volume: disk.volume, cluster: row.cluster };
      const values = { virtual_machine: run.netbox.ref(VM_TABLE, row), name: disk.name, size: disk.sizeGb * 1_024 };
      counts[run.netbox.upsert(TABLE, match, values).action] += 1;
    }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    tally.skipped += 1;
    return diskFrame(row.name, { completed: true, sync_status: "undefined", disks: error.text });
  }
  if (counts.created > 0) tally.created += 1;
  else if (counts.updated > 0) tally.updated += 1;
  else tally.skipped += 1;
  const disks = `${guest.disks.length} disks (${counts.created} created, ${counts.updated} updated, 0 deleted)`;
  const increment_count = counts.created + counts.updated > 0 ? "yes" : "no";
  return diskFrame(row.name, { completed: true, increment_count, sync_status: "completed", disks });
}

type DiskData = { completed: boolean; increment_count?: string; sync_status: string; disks: string };

function diskFrame(name: unknown, { completed, increment_count, sync_status, disks }: DiskData) {
  const increment = increment_count === undefined ? {} : { increment_count };
  return legacyFrame(
    "virtual_disk",
    { completed, ...increment, rowid: `${name}-disks`, name, sync_status, disks },
    "sync",
  );
}
