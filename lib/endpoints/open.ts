import type { Db } from "#db/client";
import { isLostKey } from "../crypto/seal.ts";
import {
  type BackendForSync,
  type NetboxForSync,
  openBackend,
  openNetbox,
  openProxmox,
  type ProxmoxForSync,
} from "./for-sync.ts";
import type { EndpointKind } from "./schema.ts";
import { type EndpointRow, findEndpoint, findEndpoints } from "./store.ts";

export type OpenedEndpoint =
  | { kind: "backends"; endpoint: BackendForSync }
  | { kind: "netbox"; endpoint: NetboxForSync }
  | { kind: "proxmox"; endpoint: ProxmoxForSync };

/** One endpoint with its secrets opened, for whoever speaks to it; null when there is none. */
export async function openEndpoint(db: Db, kind: EndpointKind, id: number): Promise<OpenedEndpoint | null> {
  const row = await findEndpoint(db, kind, id);
  return row && opened(kind, row);
}

/** The same, or why its secrets cannot be opened and where it is. */
export async function openOrRecover(
  db: Db,
  kind: EndpointKind,
  id: number,
): Promise<OpenedEndpoint | { lost: string; endpoint: EndpointRow[EndpointKind] } | null> {
  const row = await findEndpoint(db, kind, id);
  try {
    return row && opened(kind, row);
  } catch (error) {
    if (row && isLostKey(error)) return { lost: error.message, endpoint: row };
    throw error;
  }
}

/** Which endpoints of a kind there are, and when each was last changed; nothing is opened. */
export async function listEndpointAges(
  db: Db,
  kind: EndpointKind,
): Promise<{ id: number; enabled: boolean; updatedAt: Date }[]> {
  return (await findEndpoints(db, kind)).map(({ id, enabled, updatedAt }) => ({ id, enabled, updatedAt }));
}

function opened(kind: EndpointKind, row: EndpointRow[EndpointKind]): OpenedEndpoint {
  // safe because a row that was found under a kind is a row of that kind
  if (kind === "backends") return { kind, endpoint: openBackend(row as EndpointRow["backends"]) };
  if (kind === "netbox") return { kind, endpoint: openNetbox(row as EndpointRow["netbox"]) };
  return { kind, endpoint: openProxmox(row as EndpointRow["proxmox"]) };
}
