import { createHash } from "node:crypto";
import type { JobParams } from "./schema.ts";

/** An index takes keys up to 2 704 bytes. */
const MAX_LIST = 1_000;

/** Jobs that do the same have the same scope: the previous one is what a run is compared with. */
export function scopeKey(params: JobParams, backendId: number): string {
  const sorted = (ids: readonly number[]) => shortened([...ids].sort((a, b) => a - b).join(","));
  return [
    `backend ${backendId}`,
    params.mode,
    [...params.sync_types].sort().join("+"),
    `endpoints ${sorted(params.proxmox_endpoint_ids) || "all"}`,
    `vms ${sorted(params.netbox_vm_ids) || "all"}`,
  ].join(" | ");
}

/** A long list by its hash: it is only ever compared. */
const shortened = (list: string): string =>
  list.length <= MAX_LIST ? list : createHash("sha256").update(list).digest("hex");
