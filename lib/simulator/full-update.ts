import { discoveryFrame, errorDetailFrame, type StreamItem, stepFrame } from "./frames.ts";
import { float } from "./python-json.ts";
import { backupsStage } from "./stages/backups.ts";
import { devicesStage } from "./stages/devices.ts";
import { backupRoutinesStage, replicationsStage } from "./stages/jobs.ts";
import { nodeInterfacesStage } from "./stages/node-interfaces.ts";
import { type Run, type Stage, withWarnings } from "./stages/run.ts";
import { snapshotsStage } from "./stages/snapshots.ts";
import { storageStage } from "./stages/storage.ts";
import { sweepStage } from "./stages/sweep.ts";
import { taskHistoryStage } from "./stages/task-history.ts";
import { virtualDisksStage } from "./stages/virtual-disks.ts";
import { virtualMachinesStage } from "./stages/virtual-machines.ts";
import { vmInterfacesStage } from "./stages/vm-interfaces.ts";
import { vmIpAddressesStage } from "./stages/vm-ip-addresses.ts";
import { SyncError } from "./sync-error.ts";

type FullStage = { step: string; title: string; key: string; stage: (run: Run) => Stage };

const stages: readonly FullStage[] = [
  { step: "devices", title: "devices", key: "devices", stage: devicesStage },
  { step: "storage", title: "storage", key: "storage", stage: storageStage },
  { step: "virtual-machines", title: "virtual machines", key: "virtual_machines", stage: virtualMachinesStage },
  { step: "virtual-disks", title: "virtual disks", key: "virtual_disks", stage: virtualDisksStage },
  { step: "task-history", title: "task history", key: "task_history", stage: taskHistoryStage },
  { step: "backups", title: "backup", key: "backups", stage: backupsStage },
  { step: "snapshots", title: "snapshot", key: "snapshots", stage: snapshotsStage },
  { step: "node-interfaces", title: "node interfaces", key: "node_interfaces", stage: nodeInterfacesStage },
  { step: "vm-interfaces", title: "VM interfaces", key: "vm_interfaces", stage: vmInterfacesStage },
  { step: "vm-ip-addresses", title: "VM IP address", key: "vm_ip_addresses", stage: vmIpAddressesStage },
  { step: "replications", title: "replications", key: "replications", stage: replicationsStage },
  { step: "backup-routines", title: "backup routines", key: "backup_routines", stage: backupRoutinesStage },
];

/** The stages in the order in which the full update lists them, which is not the order in which it runs them. */
const LISTED =
  "devices storage virtual-machines virtual-disks task-history backups snapshots replications backup-routines node-interfaces vm-interfaces vm-ip-addresses";
const BOOTSTRAP =
  "tag:Proxbox tag:proxbox-discovered-qemu tag:proxbox-discovered-lxc tag:proxbox-discovered-cluster tag:proxbox-discovered-node tag:proxbox-soft-deleted cluster_type:proxmox manufacturer:proxmox device_type:proxmox-generic-device device_role:proxmox-node vm_role:virtual-machine-qemu vm_role:container-lxc vm_role:unknown vm_type:qemu-virtual-machine vm_type:lxc-container";

/** The stream of a full update. The first failing stage ends it; that stage is the last `started` without `completed`. */
export function* fullUpdateStream(run: Run): Generator<StreamItem, void> {
  yield* opening(run);
  const result: Record<string, unknown> = {};
  const counts: Record<string, number> = {};
  const warnings: Record<string, unknown>[] = [];
  try {
    for (const { step, title, key, stage } of stages) {
      yield stepFrame(step, "started", `Starting ${title} synchronization.`);
      const startedMs = performance.now();
      const outcome = yield* stage(run);
      const seconds = Math.round(performance.now() - startedMs) / 1_000;
      const found = (outcome.warnings ?? []).map((warning) => ({ phase: step, ...warning }));
      warnings.push(...found);
      const message = `${capital(title)} synchronization finished.`;
      yield stepFrame(step, "completed", message, {
        result: withWarnings(outcome.step, found),
        duration_seconds: float(seconds),
      });
      yield { stageEnd: step };
      result[key] = outcome.final;
      counts[`${key}_count`] = outcome.count;
    }
    Object.assign(result, counts);
    if (run.query.get("dry_run") === "true") result.orphan_sweep = yield* preview(run);
    yield {
      event: "complete",
      data: { ok: true, message: "Full update sync completed.", result: withWarnings(result, warnings) },
    };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    yield* failure(error);
  }
}

function* opening(run: Run): Generator<StreamItem, void> {
  const known = run.netbox.find("extras/tags", { slug: "proxbox" }) !== undefined;
  if (!known) run.netbox.insert("extras/tags", { name: "Proxbox", slug: "proxbox", color: "ff5722" });
  const objects = BOOTSTRAP.split(" ");
  const [created, unchanged] = known ? [[], objects] : [objects, []];
  const data = { ok: true, skipped: false, reason: null, warnings: [], created, patched: [], unchanged };
  yield { event: "bootstrap_done", data };
  yield stepFrame("stream", "started", `Full update stream connected (operation_id=${run.runId})`);
  const items = LISTED.split(" ").map((name) => ({ name, type: "stage" }));
  const message = `Discovered ${items.length} sync stage(s) for full update`;
  const discovery = discoveryFrame("full-update", message, items, { operation_id: run.runId });
  // Hand-made in the backend: this one percentage is a whole number.
  yield { ...discovery, data: { ...discovery.data, progress: { current: 0, total: items.length, percent: 0 } } };
}

function* preview(run: Run): Generator<StreamItem, unknown> {
  const metadata = { operation_id: run.runId };
  yield stepFrame("sweep-orphans", "started", "Previewing orphan virtual machine sweep.", { metadata });
  const { result } = yield* sweepStage(run);
  const message = "Orphan virtual machine sweep finished.";
  yield stepFrame("sweep-orphans", "completed", message, { result, duration_seconds: float(0.1) });
  return result;
}

function* failure(error: SyncError): Generator<StreamItem, void> {
  const detail = error.detail ?? error.message;
  yield errorDetailFrame({
    phase: "full-update",
    message: "Full update synchronization failed",
    detail,
    suggestion: "Review backend logs and retry the full update",
  });
  yield { event: "error", data: { step: "full-update", status: "failed", error: error.message, detail } };
  yield { event: "complete", data: { ok: false, message: error.message, errors: [{ detail }] } };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
