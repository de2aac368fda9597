import type { JobParams } from "./schema.ts";

/** Jobs that do the same have the same scope: the previous one is what a run is compared with. */
export function scopeKey(params: JobParams, backendId: number): string {
  const sorted = (ids: readonly number[]) => [...ids].sort((a, b) => a - b).join(",");
  return [
    `backend ${backendId}`,
    params.mode,
    [...params.sync_types].sort().join("+"),
    `endpoints ${sorted(params.proxmox_endpoint_ids) || "all"}`,
    `vms ${sorted(params.netbox_vm_ids) || "all"}`,
  ].join(" | ");
}
