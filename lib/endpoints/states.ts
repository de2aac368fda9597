import type { Db } from "#db/client";
import { pickDefault, resolveBackend } from "./resolve-default.ts";
import { findEndpoints } from "./store.ts";

export type EndpointState = { id: number; name: string; enabled: boolean };

/** Which endpoints there are and which are enabled, without anything secret. */
export async function listEndpointStates(db: Db): Promise<{
  backends: EndpointState[];
  netbox: EndpointState[];
  proxmox: (EndpointState & { backendId: number | null })[];
  defaultBackendId: number | null;
}> {
  const backends = await findEndpoints(db, "backends");
  const netbox = await findEndpoints(db, "netbox");
  const proxmox = await findEndpoints(db, "proxmox");
  const fallback = await resolveBackend(db, null);
  const state = ({ id, name, enabled }: EndpointState) => ({ id, name, enabled });
  return {
    backends: backends.map(state),
    netbox: netbox.map(state),
    proxmox: proxmox.map((row) => ({ ...state(row), backendId: row.backendId })),
    defaultBackendId: fallback?.id ?? null,
  };
}

/** The enabled backends that write to this NetBox endpoint, by their own choice or by default. */
export async function backendsOfNetbox(db: Db, netboxId: number): Promise<number[]> {
  const netbox = await findEndpoints(db, "netbox");
  const backends = await findEndpoints(db, "backends");
  return backends
    .filter((backend) => backend.enabled && pickDefault(netbox, backend.netboxEndpointId)?.id === netboxId)
    .map((backend) => backend.id);
}
