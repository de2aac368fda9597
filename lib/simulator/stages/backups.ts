import { nestedFrame, work } from "../frames.ts";
import type { Row } from "../netbox-tables.ts";
import { assertVmsExist, knownVms, type Run, type Stage, unownedWarnings, VM_TABLE } from "./run.ts";

const TABLE = "plugins/proxbox/backups";

/** Backups of every known VM, wrapped twice; a full update always removes rows of backups that are gone. */
export function* backupsStage(run: Run): Stage {
  yield nested("started", "Starting backup synchronization.");
  assertVmsExist(run, "backup");
  yield work(900);
  const backups = knownVms(run).flatMap((vm) => vm.guest.backups.map((backup) => ({ ...vm, backup })));
  if (backups.length === 0) {
    yield nested("warning", "No backups found to process.");
    return { result: { count: 0 }, step: { count: 0 }, final: [], count: 0 };
  }
  yield nested("discovered", `Found ${backups.length} backups to reconcile.`, { count: backups.length });
  const written: Row[] = [];
  for (const { row, guest, backup } of backups) {
    yield work(60);
    const values = {
      storage: backup.storage,
      virtual_machine: run.netbox.ref(VM_TABLE, row),
      subtype: guest.type,
      creation_time: new Date(backup.takenAt * 1_000).toISOString().slice(0, 19),
      size: backup.sizeBytes,
      vmid: guest.vmid,
      format: "tzst",
      tags: [],
    };
    written.push(run.netbox.upsert(TABLE, { volume_id: backup.volid }, values).row);
  }
  const text = `Backup sync completed. ${written.length} reconciled, 0 task error(s), 0 deleted.`;
  yield nested("completed", text, { result: { reconciled: written.length, failed_tasks: 0, deleted: 0 } });
  const result = { count: written.length };
  return {
    result,
    step: result,
    final: written.map((row) => run.netbox.show(TABLE, row)),
    count: written.length,
    warnings: unownedWarnings(run),
  };
}

function nested(status: string, message: string, rest: Record<string, unknown> = {}) {
  return nestedFrame({ step: "backups", status, message, ...rest });
}
