import { z } from "zod";
import { orderingBy, repeated } from "../http/query.ts";
import { inventoryFilters } from "../inventory/list-query.ts";

export const ProxmoxNode = z
  .object({
    id: z.number(),
    name: z.string(),
    status: z.string(),
    cluster_id: z.number().nullable(),
    cluster_name: z.string().nullable(),
    proxmox_endpoint_id: z.number(),
    ip_address: z.string().nullable(),
    /** Share in use, 0 to 1. */
    cpu: z.number().nullable(),
    max_cpu: z.number().nullable(),
    memory_bytes: z.number().nullable(),
    max_memory_bytes: z.number().nullable(),
    disk_bytes: z.number().nullable(),
    max_disk_bytes: z.number().nullable(),
    uptime_seconds: z.number().nullable(),
    netbox_url: z.string().nullable(),
    last_seen_at: z.string(),
    missing: z.boolean(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Node" });
export type ProxmoxNode = z.infer<typeof ProxmoxNode>;

export const nodeOrders = ["id", "name", "status", "cpu", "memory_bytes", "uptime_seconds", "last_seen_at"] as const;
export type NodeOrder = (typeof nodeOrders)[number];

export const NodeListParams = z.strictObject({
  ...inventoryFilters,
  ordering: orderingBy(nodeOrders, "name"),
  cluster_id: repeated(z.coerce.number().int().positive()),
  status: repeated(z.string()),
});
export type NodeListParams = z.infer<typeof NodeListParams>;

/** A node as it was just read. */
export type NodeReading = {
  name: string;
  cluster: string;
  status: string;
  ipAddress: string | null;
  cpu: number | null;
  maxCpu: number | null;
  memoryBytes: number | null;
  maxMemoryBytes: number | null;
  diskBytes: number | null;
  maxDiskBytes: number | null;
  uptimeSeconds: number | null;
  netboxId: number | null;
  netboxUrl: string | null;
};
