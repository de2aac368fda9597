import { z } from "zod";
import { paging, repeated } from "../http/query.ts";

export const previewKinds = ["cluster", "node", "vm"] as const;
export const previewStates = ["missing", "changed", "only_in_netbox"] as const;

/** One field that differs; null: there is none on that side. */
export const FieldChange = z.object({
  field: z.enum(["status", "vcpus", "memory_mb", "disk_mb", "node", "addresses", "cluster"]),
  proxmox: z.string().nullable(),
  netbox: z.string().nullable(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** An object that is not the same in Proxmox and in NetBox. */
export const PreviewObject = z
  .object({
    id: z.number(),
    proxmox_endpoint_id: z.number(),
    kind: z.enum(previewKinds),
    state: z.enum(previewStates),
    name: z.string(),
    cluster: z.string(),
    node: z.string().nullable(),
    vmid: z.number().nullable(),
    type: z.enum(["qemu", "lxc"]).nullable(),
    netbox_id: z.number().nullable(),
    netbox_url: z.string().nullable(),
    changes: z.array(FieldChange),
    /** What the next full sync would do about it. */
    next_run: z.enum(["create", "update", "leave"]),
    /** Why, where that is not plain. */
    note: z.string().nullable(),
  })
  .meta({ id: "PreviewObject" });
export type PreviewObject = z.infer<typeof PreviewObject>;
export type Difference = Omit<PreviewObject, "id" | "proxmox_endpoint_id">;

export const PreviewCounts = z.object({
  missing: z.number(),
  changed: z.number(),
  only_in_netbox: z.number(),
  same: z.number(),
});
export type PreviewCounts = z.infer<typeof PreviewCounts>;

/** The last comparison of one Proxmox endpoint with NetBox. */
export const Preview = z
  .object({
    proxmox_endpoint_id: z.number(),
    endpoint_name: z.string(),
    /** `none` before the first; the differences of the last good one stay while a new one is made or has failed. */
    status: z.enum(["none", "pending", "running", "done", "failed"]),
    requested_at: z.string().nullable(),
    requested_by: z.string().nullable(),
    as_of: z.string().nullable(),
    duration_ms: z.number().nullable(),
    error: z.string().nullable(),
    counts: PreviewCounts.nullable(),
    /** What it cannot know, in sentences. */
    limits: z.array(z.string()),
  })
  .meta({ id: "Preview" });
export type Preview = z.infer<typeof Preview>;

export const PreviewListParams = z.strictObject({
  ...paging,
  format: z.enum(["json", "csv"]).optional(),
  ordering: z.enum(["id", "-id", "name", "-name", "vmid", "-vmid", "node", "-node"]).default("id"),
  q: z.string().max(200).optional(),
  proxmox_endpoint_id: repeated(z.coerce.number().int().positive()),
  kind: repeated(z.enum(previewKinds)),
  state: repeated(z.enum(previewStates)),
});
export type PreviewListParams = z.infer<typeof PreviewListParams>;

export const PreviewInput = z.strictObject({
  /** None: every enabled endpoint. */
  proxmox_endpoint_ids: z.preprocess(
    (value) => (value === undefined || value === "" ? [] : [value].flat().filter((item) => item !== "")),
    z.array(z.coerce.number().int().positive()),
  ),
});
export type PreviewInput = z.infer<typeof PreviewInput>;
