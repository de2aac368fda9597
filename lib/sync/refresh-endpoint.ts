import type { Db } from "#db/client";
import type { BackendContext } from "../backend/context.ts";
import { listRemoteProxmox } from "../backend/endpoints.ts";
import { contextOf } from "../backends/open.ts";
import { backendForSync, netboxForSync, type ProxmoxForSync } from "../endpoints/for-sync.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { noBackend } from "../endpoints/resolve-default.ts";
import { AppError, errorMessage } from "../errors.ts";
import { saveRead } from "../inventory/reads.ts";
import { refreshInventory } from "../inventory/refresh.ts";
import { matchRemote } from "./backend-ids.ts";

export type OpenedProxmox = {
  endpoint: ProxmoxForSync;
  backend: BackendContext;
  /** The endpoint's id and name in the database of the backend. */
  remote: { id: number; name: string };
  /** Where the backend writes to. */
  netboxEndpointId: number | null;
};

/**
 * The way to one Proxmox endpoint through its backend. Nothing is pushed: an endpoint that the backend does not have
 * is `not_found`, and the next sync or Push gives it to the backend.
 */
export async function openProxmoxEndpoint(db: Db, endpointId: number, signal?: AbortSignal): Promise<OpenedProxmox> {
  const found = await openEndpoint(db, "proxmox", endpointId);
  if (found?.kind !== "proxmox") throw new AppError("not_found", `There is no Proxmox endpoint ${endpointId}.`);
  const { endpoint } = found;
  if (!endpoint.enabled) throw new AppError("conflict", `${endpoint.name} is disabled. Enable it first.`);
  const target = await backendForSync(db, endpoint.backendId);
  if (!target?.enabled) throw noBackend();
  const backend = contextOf(db, target);
  const remoteId = endpoint.pushedBackendId === target.id ? endpoint.remoteId : null;
  const match = matchRemote({ ...endpoint, remoteId }, await listRemoteProxmox(backend, signal));
  if (match.kind === "one" && match.row.enabled !== false) {
    const remote = { id: match.row.id, name: match.row.name };
    return { endpoint, backend, remote, netboxEndpointId: target.netboxEndpointId };
  }
  throw new AppError("not_found", `${target.name} does not have ${endpoint.name} yet. Push it, or run a sync.`, {
    details: { isNew: endpoint.pushedAt === null },
  });
}

/** Reads the inventory of one endpoint now. */
export async function refreshEndpoint(
  db: Db,
  endpointId: number,
  { signal, now = () => new Date() }: { signal?: AbortSignal; now?: () => Date } = {},
): Promise<void> {
  const opened = await openProxmoxEndpoint(db, endpointId, signal).catch(async (error) => {
    // What was never given to a backend is new, and nothing is wrong with it: its first sync pushes it.
    if (error instanceof AppError && !signal?.aborted && error.details.isNew !== true)
      await saveRead(db, endpointId, { now: now(), error: errorMessage(error) });
    throw error;
  });
  const netbox = await netboxForSync(db, opened.netboxEndpointId);
  const { backend, remote } = opened;
  await refreshInventory(db, { endpointId, remoteId: remote.id, backend, netbox, signal, now });
}
