/**
 * Params, settings and endpoints → the steps of a job, in order; pure. All stages of one endpoint come before the
 * next endpoint: a cluster that fails leaves the others whole. Every step that will not run says why.
 */
import type { JobParams } from "../jobs/schema.ts";
import type { Settings } from "../settings/schema.ts";
import { effectiveModes } from "./modes.ts";
import { type Stage, type SyncType, stageOf, stages, stageTitle, syncTypes } from "./stages.ts";

export type PlanEndpoint = { id: number; name: string; syncModes: Settings["sync_modes"] | null };

export type PlannedStep = {
  position: number;
  syncType: SyncType | "full-update";
  title: string;
  streamPath: string;
  proxmoxEndpointId: number;
  endpointName: string;
  optional: boolean;
  skipReason: string | null;
  interfacesFollow: boolean;
  taskHistoryFollows: boolean;
};

/** The plan of a job. */
export function planJob(params: JobParams, settings: Settings, endpoints: readonly PlanEndpoint[]): PlannedStep[] {
  const steps = endpoints.flatMap((endpoint) => {
    if (params.transport === "websocket") return [socketStep(params, endpoint)];
    return params.mode === "stages" ? stageSteps(params, settings, endpoint) : [wholeStep(params, endpoint)];
  });
  return steps.map((step, position) => ({ ...step, position }));
}

type Step = Omit<PlannedStep, "position">;

function wholeStep(params: JobParams, endpoint: PlanEndpoint): Step {
  return {
    syncType: "full-update",
    title: "Full update",
    streamPath: params.mode === "json" ? "full-update" : "full-update/stream",
    proxmoxEndpointId: endpoint.id,
    endpointName: endpoint.name,
    optional: false,
    skipReason: null,
    interfacesFollow: false,
    taskHistoryFollows: false,
  };
}

/** The legacy WebSocket knows nodes, VMs, and both together. */
function socketStep(params: JobParams, endpoint: PlanEndpoint): Step {
  const [type] = params.sync_types;
  const syncType = type === "devices" || type === "virtual-machines" ? type : "full-update";
  return { ...wholeStep(params, endpoint), syncType, title: stageTitle(syncType), streamPath: "ws" };
}

function stageSteps(params: JobParams, settings: Settings, endpoint: PlanEndpoint): Step[] {
  const modes = effectiveModes(settings.sync_modes, endpoint.syncModes);
  const wanted = wantedTypes(params, endpoint.id);
  const chosen = stages.filter((stage) => wanted.has(stage.syncType));
  const steps = chosen.map((stage) => {
    const { mode, because } = modes[stage.mode as keyof typeof modes];
    return { stage, skipReason: skipReason(stage, params, { mode, because }) };
  });
  const runs = (syncType: SyncType) =>
    steps.some((step) => step.stage.syncType === syncType && step.skipReason === null);
  return steps.map(({ stage, skipReason }) => ({
    syncType: stage.syncType as SyncType, // safe because the table is built from sync types
    title: stage.title,
    streamPath: stage.streamPath,
    proxmoxEndpointId: endpoint.id,
    endpointName: endpoint.name,
    optional: stage.optional,
    skipReason,
    interfacesFollow: runs("vm-interfaces"),
    taskHistoryFollows: runs("task-history"),
  }));
}

/** Node interfaces and IP addresses bring the VM interfaces with them: addresses need something to sit on. */
function wantedTypes(params: JobParams, endpointId: number): Set<string> {
  if (params.only_steps) {
    return new Set(
      params.only_steps.filter((step) => step.proxmox_endpoint_id === endpointId).map((step) => step.sync_type),
    );
  }
  const wanted = new Set<string>(params.sync_types.includes("all") ? syncTypes : params.sync_types);
  if (wanted.has("network-interfaces") || wanted.has("ip-addresses")) wanted.add("vm-interfaces");
  return wanted;
}

function skipReason(stage: Stage, params: JobParams, mode: { mode: string; because: string }): string | null {
  if (mode.mode === "disabled") {
    return mode.because === stage.mode
      ? `Its sync mode is disabled${stage.syncType === "sdn" ? "; turn it on in the settings" : ""}.`
      : `The sync mode of ${stages.find((other) => other.mode === mode.because)?.title ?? mode.because} is disabled.`;
  }
  if (params.netbox_vm_ids.length > 0 && !stage.perVm) return "This run is limited to chosen VMs; the stage is not.";
  return null;
}

/** The number of the stage among all: `3 of 13`. */
export const stageIndex = (syncType: string): number => syncTypes.indexOf(syncType as SyncType) + 1;

export const isKnownStage = (syncType: string): boolean => stageOf(syncType) !== undefined;
