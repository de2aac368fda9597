import {
  discoveryFrame,
  emptyCounts,
  itemFrame,
  legacyFrame,
  nestedFrame,
  type StreamItem,
  summaryFrame,
  work,
} from "../frames.ts";
import { SyncError } from "../sync-error.ts";
import { assertVmsExist, type KnownVm, knownVms, type Run, type Stage, unownedWarnings } from "./run.ts";

const TABLE = "plugins/proxbox/snapshots";
const PHASE = "vm-snapshots";

/** Snapshots of every known VM; its phase is called `vm-snapshots`, its failures are only in the summary. */
export function* snapshotsStage(run: Run): Stage {
  yield nestedFrame({ step: "snapshots", status: "started", message: "Starting snapshot synchronization." });
  assertVmsExist(run, "snapshot");
  const vms = knownVms(run);
  yield work(500);
  const items = vms.map(({ row }) => itemOf(row.name));
  yield discoveryFrame(PHASE, `Discovered ${items.length} VM(s) to scan for snapshots`, items);
  yield* scan(vms);
  const counts = emptyCounts();
  for (const [index, { row, guest }] of vms.entries()) {
    yield itemFrame({
      phase: PHASE,
      status: "completed",
      message: `Scanned VM '${row.name}': ${guest.snapshots.length} snapshot(s) found`,
      item: itemOf(row.name),
      operation: "updated",
      at: [index + 1, vms.length],
    });
  }
  for (const vm of vms) write(run, vm, counts);
  counts.total = counts.created + counts.updated + counts.failed;
  const { created, updated, deleted, skipped } = counts;
  const text = `Snapshot sync completed: ${created} created, ${updated} updated, ${deleted} deleted, ${skipped} skipped`;
  const warnings = unownedWarnings(run);
  const degraded = warnings.length > 0 ? ` (degraded: ${warnings.length} VM(s) skipped)` : "";
  yield summaryFrame(PHASE, text + degraded, counts);
  const message = `Snapshot synchronization finished. Created/updated: ${created}`;
  yield nestedFrame({ step: "snapshots", status: "completed", message, count: created });
  const result = { count: vms.length, created, updated, skipped, deleted };
  return { result, step: { count: vms.length }, final: result, count: vms.length, warnings };
}

const itemOf = (name: unknown) => ({ name: String(name), item_type: "virtual-machine" });

function* scan(vms: KnownVm[]): Generator<StreamItem, void> {
  for (const { row } of vms) {
    const data = { sync_status: "undefined", name: row.name, netbox_id: row.id, status: "Processing..." };
    yield legacyFrame("snapshot", data, "sync");
  }
  for (const { row, guest } of vms) {
    yield work(70);
    const found = { netbox_id: row.id, snapshots_found: guest.snapshots.length, sync_status: "completed" };
    yield legacyFrame("snapshot", { completed: true, name: row.name, ...found }, "sync");
  }
}

function write(run: Run, { row, guest }: KnownVm, counts: { created: number; updated: number; failed: number }): void {
  for (const { name, description, takenAt } of guest.snapshots) {
    try {
      const values = { description, snaptime: takenAt, proxmox_node: guest.node };
      const { action } = run.netbox.upsert(TABLE, { virtual_machine: row.id, name }, values);
      counts[action === "created" ? "created" : "updated"] += 1;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      counts.failed += 1;
    }
  }
}
