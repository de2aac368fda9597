import type { Db } from "#db/client";
import type { EndpointKind } from "./schema.ts";
import { type BackendRow, findEndpoints, type NetboxRow, type ProxmoxRow } from "./store.ts";

/** What a backend was given of an endpoint: its credentials are there. */
export type Copy = { backend: BackendRow } & (
  | { kind: "netbox"; endpoint: NetboxRow }
  | { kind: "proxmox"; endpoint: ProxmoxRow }
);

/** The copies of an endpoint at the backends that are known here; for a backend all that it holds of ours. */
export async function listCopies(db: Db, kind: EndpointKind, id: number): Promise<Copy[]> {
  const [backends, netbox, proxmox] = [
    await findEndpoints(db, "backends"),
    await findEndpoints(db, "netbox"),
    await findEndpoints(db, "proxmox"),
  ];
  const all: Copy[] = backends.flatMap((backend): Copy[] => [
    ...netbox
      .filter((row) => row.id === backend.pushedNetboxEndpointId)
      .map((endpoint) => ({ backend, kind: "netbox" as const, endpoint })),
    ...proxmox
      .filter((row) => row.pushedBackendId === backend.id && row.remoteId !== null)
      .map((endpoint) => ({ backend, kind: "proxmox" as const, endpoint })),
  ]);
  return all.filter((copy) =>
    kind === "backends" ? copy.backend.id === id : copy.kind === kind && copy.endpoint.id === id,
  );
}
