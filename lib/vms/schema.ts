import { z } from "zod";
import { foreignId, orderingBy, queryBoolean, repeated } from "../http/query.ts";
import { inventoryFilters } from "../inventory/list-query.ts";

export const guestTypes = ["qemu", "lxc"] as const;

/** A virtual machine (`qemu`) or a container (`lxc`). */
export const Vm = z
  .object({
    id: z.number(),
    vmid: z.number(),
    name: z.string(),
    type: z.enum(guestTypes),
    template: z.boolean(),
    status: z.string(),
    cluster_id: z.number().nullable(),
    cluster_name: z.string().nullable(),
    proxmox_endpoint_id: z.number(),
    node: z.string(),
    /** Share in use, 0 to 1. */
    cpu: z.number().nullable(),
    max_cpu: z.number().nullable(),
    memory_bytes: z.number().nullable(),
    max_memory_bytes: z.number().nullable(),
    max_disk_bytes: z.number().nullable(),
    uptime_seconds: z.number().nullable(),
    tags: z.array(z.string()),
    netbox_id: z.number().nullable(),
    netbox_url: z.string().nullable(),
    last_job_id: z.number().nullable(),
    last_seen_at: z.string(),
    missing: z.boolean(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Vm" });
export type Vm = z.infer<typeof Vm>;

export const vmOrders = [
  "id",
  "vmid",
  "name",
  "type",
  "status",
  "node",
  "max_cpu",
  "max_memory_bytes",
  "max_disk_bytes",
  "uptime_seconds",
  "last_seen_at",
] as const;
export type VmOrder = (typeof vmOrders)[number];

const number = z.coerce.number().int().positive();

export const VmListParams = z.strictObject({
  ...inventoryFilters,
  ordering: orderingBy(vmOrders, "name"),
  cluster_id: repeated(number),
  vmid: repeated(foreignId),
  type: repeated(z.enum(guestTypes)),
  status: repeated(z.string()),
  node: repeated(z.string()),
  tag: repeated(z.string()),
  netbox_id: repeated(foreignId),
  template: queryBoolean.optional(),
});
export type VmListParams = z.infer<typeof VmListParams>;

/** A guest as it was just read. */
export type VmReading = {
  vmid: number;
  cluster: string;
  name: string;
  type: (typeof guestTypes)[number];
  template: boolean;
  status: string;
  node: string;
  cpu: number | null;
  maxCpu: number | null;
  memoryBytes: number | null;
  maxMemoryBytes: number | null;
  maxDiskBytes: number | null;
  uptimeSeconds: number | null;
  tags: string[];
  netboxId: number | null;
  netboxUrl: string | null;
};
