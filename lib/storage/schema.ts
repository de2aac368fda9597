import { z } from "zod";
import { orderingBy, queryBoolean, repeated } from "../http/query.ts";
import { inventoryFilters } from "../inventory/list-query.ts";

/** A storage of one node, or one that all nodes share. */
export const Storage = z
  .object({
    id: z.number(),
    name: z.string(),
    cluster_id: z.number().nullable(),
    cluster_name: z.string().nullable(),
    proxmox_endpoint_id: z.number(),
    /** Null: every node has it. */
    node: z.string().nullable(),
    kind: z.string().nullable(),
    /** What may be in it, separated by commas: `images,backup`. */
    content: z.string().nullable(),
    shared: z.boolean(),
    enabled: z.boolean(),
    status: z.string().nullable(),
    used_bytes: z.number().nullable(),
    total_bytes: z.number().nullable(),
    netbox_url: z.string().nullable(),
    last_seen_at: z.string(),
    missing: z.boolean(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Storage" });
export type Storage = z.infer<typeof Storage>;

export const storageOrders = ["id", "name", "node", "kind", "used_bytes", "total_bytes", "last_seen_at"] as const;
export type StorageOrder = (typeof storageOrders)[number];

export const StorageListParams = z.strictObject({
  ...inventoryFilters,
  ordering: orderingBy(storageOrders, "name"),
  cluster_id: repeated(z.coerce.number().int().positive()),
  node: repeated(z.string()),
  kind: repeated(z.string()),
  shared: queryBoolean.optional(),
  enabled: queryBoolean.optional(),
});
export type StorageListParams = z.infer<typeof StorageListParams>;

/** A storage as it was just read; one that is shared is read once, with an empty node. */
export type StorageReading = {
  name: string;
  cluster: string;
  node: string;
  kind: string | null;
  content: string | null;
  shared: boolean;
  enabled: boolean;
  status: string | null;
  usedBytes: number | null;
  totalBytes: number | null;
};
