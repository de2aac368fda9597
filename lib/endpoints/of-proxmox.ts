import type { Db } from "#db/client";
import { resolveBackend } from "./resolve-default.ts";
import { type BackendRow, findEndpoint } from "./store.ts";

/** The backend that a Proxmox endpoint is synced through; null when there is none. No secret is opened. */
export async function backendOfProxmox(db: Db, endpointId: number): Promise<BackendRow | null> {
  const endpoint = await findEndpoint(db, "proxmox", endpointId);
  return endpoint && resolveBackend(db, endpoint.backendId);
}
