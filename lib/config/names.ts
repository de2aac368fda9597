/** Ids mean nothing on another console: a configuration names what it refers to. */
import type { PublicEndpoint } from "../endpoints/schema.ts";
import { kindTitles } from "../endpoints/schema.ts";
import { invalidField } from "../errors.ts";
import type { JobParams } from "../jobs/schema.ts";
import type { Here } from "./here.ts";
import type { ConfigParams } from "./schema.ts";

/** One that is gone keeps its number: leaving it out could widen what a schedule does to everything. */
export function nameOf(rows: readonly PublicEndpoint[], id: unknown): string | null {
  if (typeof id !== "number") return null;
  return rows.find((row) => row.id === id)?.name ?? `#${id}`;
}

/** Throws `invalid` at `field` for a name that nothing has. */
export function idOf(
  rows: readonly PublicEndpoint[],
  name: string,
  place: { kind: "netbox" | "backends" | "proxmox"; field: string },
): number {
  const found = rows.find((row) => row.name.toLowerCase() === name.toLowerCase());
  if (found) return found.id;
  const { one } = kindTitles[place.kind];
  throw invalidField(
    place.field,
    `there is no ${one} "${name}", neither here nor in this file; add it or name another`,
  );
}

export function namedParams(params: JobParams, { netbox, backends, proxmox }: Here): ConfigParams {
  const { proxmox_endpoint_ids, netbox_endpoint_ids, backend_id, only_steps, ...others } = params;
  const names = (rows: readonly PublicEndpoint[], ids: readonly number[]) => ids.map((id) => nameOf(rows, id) ?? "");
  const steps = only_steps?.map(({ sync_type, proxmox_endpoint_id }) => ({
    sync_type,
    proxmox_endpoint: nameOf(proxmox, proxmox_endpoint_id) ?? "",
  }));
  return {
    ...others,
    proxmox_endpoints: names(proxmox, proxmox_endpoint_ids),
    netbox_endpoints: names(netbox, netbox_endpoint_ids),
    backend: nameOf(backends, backend_id),
    ...(steps ? { only_steps: steps } : {}),
  };
}

export function numberedParams(params: ConfigParams, { netbox, backends, proxmox }: Here): JobParams {
  const { proxmox_endpoints, netbox_endpoints, backend, only_steps, ...others } = params;
  const proxmoxId = (name: string, field: string) => idOf(proxmox, name, { kind: "proxmox", field: `params.${field}` });
  const steps = only_steps?.map(({ sync_type, proxmox_endpoint }, index) => ({
    sync_type,
    proxmox_endpoint_id: proxmoxId(proxmox_endpoint, `only_steps[${index}].proxmox_endpoint`),
  }));
  return {
    ...others,
    proxmox_endpoint_ids: proxmox_endpoints.map((name, index) => proxmoxId(name, `proxmox_endpoints[${index}]`)),
    netbox_endpoint_ids: netbox_endpoints.map((name, index) =>
      idOf(netbox, name, { kind: "netbox", field: `params.netbox_endpoints[${index}]` }),
    ),
    backend_id: backend === null ? null : idOf(backends, backend, { kind: "backends", field: "params.backend" }),
    ...(steps ? { only_steps: steps } : {}),
  };
}
