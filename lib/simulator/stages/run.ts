import type { SseFrame, StreamItem } from "../frames.ts";
import type { Cluster, Guest } from "../model.ts";
import type { NetboxTables, Row, Values } from "../netbox-tables.ts";
import type { Random } from "../random.ts";
import { SyncError } from "../sync-error.ts";

/** One opened Proxmox endpoint of a run. */
export type Session = {
  cluster: Cluster;
  endpointId: number;
  endpointName: string;
  /** Id of the plugin's row with the same host and port; writes fail without it. */
  pluginEndpointId: number | null;
};

export type Run = {
  netbox: NetboxTables;
  sessions: Session[];
  /** The NetBox ids that `netbox_vm_ids` names; null means all. */
  vmIds: number[] | null;
  /** A strict run names one VM by path. */
  single: boolean;
  /** Part of a full update: other texts, no network in the VM stage. */
  full: boolean;
  query: URLSearchParams;
  runId: string;
  release: "0.0.30.post2" | "0.0.19.post5";
  /** The older release finds VMs by custom fields only; without them later stages find none. */
  findsVms: boolean;
  random: Random;
};

/** What a stage ends with: `result` of its own stream, and `step`, `final`, `count` of a full update. */
export type StageOutcome = {
  result: Record<string, unknown>;
  step: Record<string, unknown>;
  final: unknown;
  count: number;
  /** What was left out; such a result is `degraded`. */
  warnings?: Values[];
};

export type Stage = Generator<StreamItem, StageOutcome>;
export type { SseFrame };

export const VM_TABLE = "virtualization/virtual-machines";
export const VM_STATE = "plugins/proxbox/sync-state/virtual-machines";
const NO_ENDPOINT =
  "Cannot resolve one exact NetBox ProxmoxEndpoint from the session transport identity. Check endpoint source, host, port, and duplicate endpoint records.";

/** Throws as the backend does when NetBox has no plugin row for the host and port of a session. */
export function requirePluginEndpoints(run: Run): void {
  if (run.sessions.some((session) => session.pluginEndpointId === null)) throw new SyncError(NO_ENDPOINT);
}

/** What writing one object needs. */
export type Writer = Pick<Run, "netbox" | "runId">;

export const proxboxTag = (run: Writer) => ({
  id: 1,
  url: `${run.netbox.url}/api/extras/tags/1/`,
  display: "Proxbox",
  name: "Proxbox",
  slug: "proxbox",
  color: "ff5722",
});

export type KnownVm = { row: Row; guest: Guest; session: Session };

/** The VMs of the selected endpoints that NetBox knows and Proxmox still has, narrowed by `netbox_vm_ids`. */
export function knownVms(run: Run): KnownVm[] {
  if (!run.findsVms) return [];
  const states = run.netbox.list(VM_STATE);
  return run.sessions.flatMap((session) =>
    states
      .filter((state) => state.proxmox_cluster_name === session.cluster.name)
      .filter((state) => state.proxmox_endpoint !== null)
      .filter((state) => !run.vmIds || run.vmIds.includes(Number(state.virtual_machine)))
      .flatMap((state) => {
        const row = run.netbox.get(VM_TABLE, Number(state.virtual_machine));
        const guest = session.cluster.guests.find((one) => one.vmid === state.proxmox_vm_id);
        return row && guest ? [{ row, guest, session }] : [];
      }),
  );
}

/** The NetBox VMs whose sync-state row lacks its endpoint: stages leave them out, and say so in their result. */
export function unownedVms(run: Run): number[] {
  return run.netbox
    .list(VM_STATE)
    .filter((state) => state.proxmox_endpoint === null)
    .filter((state) => run.sessions.some(({ cluster }) => cluster.name === state.proxmox_cluster_name))
    .map((state) => Number(state.virtual_machine));
}

export function unownedWarnings(run: Run): Values[] {
  return unownedVms(run).map((id) => ({
    netbox_vm_id: id,
    reason: `NetBox VM id ${id} has incomplete or conflicting typed Proxbox sync-state ownership; endpoint, cluster, positive VMID, and VM type are required.`,
  }));
}

/** A stage's result with what it left out. */
export function withWarnings(result: Values, warnings: Values[] = []): Values {
  return warnings.length > 0 ? { ...result, degraded: true, warnings } : result;
}

/** Throws when `netbox_vm_ids` names a VM that NetBox does not have. */
export function assertVmsExist(run: Run, purpose: string): void {
  const missing = (run.vmIds ?? []).filter((id) => !run.netbox.get(VM_TABLE, id));
  if (missing.length > 0)
    throw new SyncError(
      `Unable to resolve explicitly selected NetBox VMs for ${purpose} sync`,
      `Selected lookup coverage mismatch; missing id(s): [${missing.join(", ")}].`,
    );
}
