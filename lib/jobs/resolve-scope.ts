import type { Db } from "#db/client";
import { proxmoxOfBackend } from "../endpoints/for-sync.ts";
import { noBackend } from "../endpoints/resolve-default.ts";
import { listEndpointStates } from "../endpoints/states.ts";
import { invalidField } from "../errors.ts";
import type { JobParams } from "./schema.ts";

/**
 * Checks what a job names and finds its backend: the one asked for, else the one its endpoints are assigned to, else
 * the default. A job uses one backend.
 */
export async function resolveScope(db: Db, params: JobParams): Promise<{ backendId: number }> {
  assertModeFits(params);
  const states = await listEndpointStates(db);
  assertKnown(states.backends, params.backend_id === null ? [] : [params.backend_id], "backend_id", "backend");
  assertKnown(states.netbox, params.netbox_endpoint_ids, "netbox_endpoint_ids", "NetBox endpoint");
  assertKnown(states.proxmox, params.proxmox_endpoint_ids, "proxmox_endpoint_ids", "Proxmox endpoint");
  const backendId = params.backend_id ?? backendOf(states, params.proxmox_endpoint_ids);
  if (backendId === null) throw noBackend();
  await assertAssigned(db, params, backendId);
  return { backendId };
}

type States = Awaited<ReturnType<typeof listEndpointStates>>;

function backendOf(states: States, ids: readonly number[]): number | null {
  const named = states.proxmox
    .filter((row) => ids.includes(row.id))
    .map((row) => row.backendId ?? states.defaultBackendId);
  const different = [...new Set(named)];
  if (different.length > 1) {
    throw invalidField("proxmox_endpoint_ids", "these endpoints belong to different backends; start one job for each");
  }
  return different[0] ?? states.defaultBackendId;
}

async function assertAssigned(db: Db, params: JobParams, backendId: number): Promise<void> {
  const assigned = await proxmoxOfBackend(db, backendId);
  const foreign = params.proxmox_endpoint_ids.filter((id) => !assigned.some((row) => row.id === id));
  if (foreign.length > 0) {
    throw invalidField("proxmox_endpoint_ids", `${foreign.join(", ")} belongs to another backend than ${backendId}`);
  }
  if (!assigned.some((row) => row.enabled)) {
    throw invalidField("proxmox_endpoint_ids", "this backend has no enabled Proxmox endpoint; add or enable one");
  }
}

function assertKnown(
  rows: { id: number; enabled: boolean }[],
  ids: readonly number[],
  field: string,
  one: string,
): void {
  for (const id of ids) {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) throw invalidField(field, `there is no ${one} ${id}`);
    if (!row.enabled) throw invalidField(field, `${one} ${id} is disabled; enable it or leave it out`);
  }
}

const SOCKET_TYPES = ["all", "devices", "virtual-machines"];

function assertModeFits(params: JobParams): void {
  if (params.transport === "websocket") {
    const [type, ...more] = params.sync_types;
    if (more.length > 0 || !SOCKET_TYPES.includes(type ?? "")) {
      throw invalidField(
        "sync_types",
        `the legacy WebSocket knows one of ${SOCKET_TYPES.join(", ")}; use the transport sse for others`,
      );
    }
    if (params.mode !== "stages") throw invalidField("mode", "the legacy WebSocket has no modes; leave it out");
  }
  if (params.mode !== "stages" && !params.sync_types.includes("all")) {
    throw invalidField("sync_types", `the mode ${params.mode} always runs everything; use "all", or the mode stages`);
  }
  if (params.mode !== "stages" && params.netbox_vm_ids.length > 0) {
    throw invalidField("netbox_vm_ids", `the mode ${params.mode} cannot be limited to VMs; use the mode stages`);
  }
}
