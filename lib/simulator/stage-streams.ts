import { type StreamItem, stepFrame } from "./frames.ts";
import { backupsStage } from "./stages/backups.ts";
import { devicesStage } from "./stages/devices.ts";
import { backupRoutinesStage, replicationsStage } from "./stages/jobs.ts";
import { nodeInterfacesStage } from "./stages/node-interfaces.ts";
import { type Run, type Stage, withWarnings } from "./stages/run.ts";
import { sdnStage } from "./stages/sdn.ts";
import { snapshotsStage } from "./stages/snapshots.ts";
import { storageStage } from "./stages/storage.ts";
import { sweepStage } from "./stages/sweep.ts";
import { taskHistoryStage } from "./stages/task-history.ts";
import { virtualDisksStage } from "./stages/virtual-disks.ts";
import { virtualMachinesStage } from "./stages/virtual-machines.ts";
import { vmInterfacesStage } from "./stages/vm-interfaces.ts";
import { vmIpAddressesStage } from "./stages/vm-ip-addresses.ts";
import { SyncError } from "./sync-error.ts";

export type StageStream = {
  path: string;
  step: string;
  stage: (run: Run) => Stage;
  /** How the texts call it, where that is not the step's name. */
  title?: string;
  /** The started text of a run that names VMs, or of the sweep. */
  started?: (run: Run) => string | null;
  keepalive?: false;
  /** Answers 404 before the stream when NetBox does not know the VM of the path. */
  needsVm?: true;
};

const vm = "/virtualization/virtual-machines";
const selected = (what: string) => (run: Run) =>
  run.vmIds ? `Starting ${what} synchronization for ${run.vmIds.length} VM(s).` : null;
const single = (what: string) => (run: Run) =>
  `Starting ${what} for ${what.endsWith("sync") ? "VM " : ""}id=${run.vmIds?.[0]}.`;
const diskText = (run: Run) => selected("virtual disks")(run) ?? "Starting virtual disks synchronization.";
const sweepText = ({ query }: Run) =>
  query.get("dry_run") === "true"
    ? "Previewing orphan virtual machine sweep."
    : "Starting orphan virtual machine sweep.";

/** Every sync stream of one stage; the full update has its own file. */
export const stageStreams: readonly StageStream[] = [
  { path: "/dcim/devices/create/stream", step: "devices", stage: devicesStage },
  { path: `${vm}/storage/create/stream`, step: "storage", stage: storageStage },
  {
    path: `${vm}/create/stream`,
    step: "virtual-machines",
    stage: virtualMachinesStage,
    title: "Virtual machines",
    started: selected("virtual machines"),
  },
  {
    path: `${vm}/{id}/create/stream`,
    step: "virtual-machine",
    stage: virtualMachinesStage,
    title: "Virtual machine",
    started: single("virtual machine synchronization"),
  },
  { path: `${vm}/virtual-disks/create/stream`, step: "virtual-disks", stage: virtualDisksStage, started: diskText },
  {
    path: `${vm}/{id}/virtual-disks/create/stream`,
    step: "virtual-disks",
    stage: virtualDisksStage,
    started: single("virtual disks sync"),
    needsVm: true,
  },
  {
    path: `${vm}/task-history/create/stream`,
    step: "task-history",
    stage: taskHistoryStage,
    started: selected("task-history"),
  },
  { path: `${vm}/backups/all/create/stream`, step: "backups", stage: backupsStage, started: selected("backups") },
  {
    path: `${vm}/{id}/backups/create/stream`,
    step: "backups",
    stage: backupsStage,
    started: single("backup sync"),
    needsVm: true,
  },
  {
    path: `${vm}/snapshots/all/create/stream`,
    step: "snapshots",
    stage: snapshotsStage,
    started: selected("snapshots"),
  },
  {
    path: `${vm}/{id}/snapshots/create/stream`,
    step: "snapshots",
    stage: snapshotsStage,
    started: single("snapshot sync"),
    needsVm: true,
  },
  { path: "/dcim/devices/interfaces/create/stream", step: "node-interfaces", stage: nodeInterfacesStage },
  { path: `${vm}/interfaces/create/stream`, step: "vm-interfaces", stage: vmInterfacesStage },
  { path: `${vm}/interfaces/ip-address/create/stream`, step: "vm-ip-addresses", stage: vmIpAddressesStage },
  {
    path: "/proxmox/replication/stream",
    step: "replications",
    stage: replicationsStage,
    title: "Replications",
    keepalive: false,
  },
  { path: "/proxmox/cluster/backup/stream", step: "backup-routines", stage: backupRoutinesStage },
  { path: "/proxmox/sdn/create/stream", step: "sdn", stage: sdnStage },
  { path: `${vm}/orphans/sweep/stream`, step: "sweep-orphans", stage: sweepStage, started: sweepText },
];

/** The frames of one stage's own stream: started, its frames, completed, complete; or error and complete. */
export function* stageStream(route: StageStream, run: Run): Generator<StreamItem, void> {
  const { step } = route;
  const title = route.title ?? step;
  const starting = route.title === undefined ? step : title.toLowerCase();
  yield stepFrame(step, "started", route.started?.(run) ?? `Starting ${starting} synchronization.`);
  try {
    if (step === "virtual-machine") assertFound(run);
    const outcome = yield* route.stage(run);
    const result = withWarnings(outcome.result, outcome.warnings);
    const sweep = step === "sweep-orphans" ? "Orphan virtual machine sweep finished." : null;
    yield stepFrame(step, "completed", sweep ?? `${title} synchronization finished.`, { result });
    yield { event: "complete", data: { ok: true, message: sweep ?? `${title} sync completed.`, result } };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    yield { event: "error", data: { step, status: "failed", error: error.text, detail: error.text } };
    const errors = [{ detail: error.text }];
    yield { event: "complete", data: { ok: false, message: `${title} sync failed.`, errors } };
  }
}

function assertFound({ vmIds, netbox }: Run): void {
  const id = vmIds?.[0] ?? 0;
  if (!netbox.get("virtualization/virtual-machines", id))
    throw new SyncError(`Virtual machine id=${id} was not found in NetBox.`);
}
