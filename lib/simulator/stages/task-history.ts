import { discoveryFrame, emptyCounts, type StreamItem, summaryFrame, work } from "../frames.ts";
import { SyncError } from "../sync-error.ts";
import { assertVmsExist, type KnownVm, knownVms, type Run, type Stage, unownedVms } from "./run.ts";

const TABLE = "plugins/proxbox/task-history";

/** The task archive of every known VM; a guest whose archive cannot be read makes the stage degraded. */
export function* taskHistoryStage(run: Run): Stage {
  assertVmsExist(run, "task-history");
  const vms = knownVms(run);
  if (run.sessions.length === 0 && run.netbox.list("virtualization/virtual-machines").length > 0)
    throw new SyncError("Task-history archive has no selected Proxmox nodes");
  const unowned = unownedVms(run);
  if (run.full && unowned.length > 0)
    throw new SyncError(
      `VM sync-state identity is malformed, incomplete, or duplicated for relevant NetBox VM/sidecar id(s): ${unowned.join(", ")}.`,
    );
  const count = vms.length;
  if (count === 0) {
    const result = { count: 0, created: 0, skipped: 0 };
    return { result, step: { count }, final: result, count };
  }
  const reconciled = yield* taskHistoryFrames(run, vms);
  const result = { count, created: reconciled, skipped: 0 };
  return { result, step: { count }, final: result, count };
}

/** Discovery, work and summary; the VM stages nest them too. Returns the number of reconciled rows. */
export function* taskHistoryFrames(run: Run, vms: KnownVm[]): Generator<StreamItem, number> {
  const items = vms.map(({ row }) => ({ name: String(row.name), item_type: "vm" }));
  yield work(400);
  yield discoveryFrame("task-history", `Starting task history sync for ${items.length} VMs`, items);
  let reconciled = 0;
  for (const { row, guest } of vms) {
    yield work(40);
    for (const task of guest.tasks) {
      const { upid, node, type, user, status } = task;
      run.netbox.upsert(TABLE, { upid }, { virtual_machine: row.id, node, task_type: type, user, status });
      reconciled += 1;
    }
  }
  const counts = { ...emptyCounts(), created: reconciled, total: reconciled };
  const text = `Task history sync completed: ${reconciled} records reconciled, 0 skipped, 0 fetch error(s)`;
  yield summaryFrame("task-history", text, counts);
  return reconciled;
}
