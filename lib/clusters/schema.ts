import { z } from "zod";
import { orderingBy } from "../http/query.ts";
import { inventoryFilters } from "../inventory/list-query.ts";

/** A cluster, or a node that stands alone. */
export const Cluster = z
  .object({
    id: z.number(),
    name: z.string(),
    mode: z.string(),
    /** Release of Proxmox VE. */
    version: z.string().nullable(),
    quorate: z.boolean().nullable(),
    proxmox_endpoint_id: z.number(),
    node_count: z.number(),
    nodes_online: z.number(),
    vm_count: z.number(),
    lxc_count: z.number(),
    netbox_url: z.string().nullable(),
    last_seen_at: z.string(),
    missing: z.boolean(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Cluster" });
export type Cluster = z.infer<typeof Cluster>;

export const clusterOrders = ["id", "name", "mode", "version", "last_seen_at"] as const;
export type ClusterOrder = (typeof clusterOrders)[number];

export const ClusterListParams = z.strictObject({
  ...inventoryFilters,
  ordering: orderingBy(clusterOrders, "name"),
});
export type ClusterListParams = z.infer<typeof ClusterListParams>;

/** A cluster as it was just read. */
export type ClusterReading = {
  name: string;
  mode: string;
  version: string | null;
  quorate: boolean | null;
  nodesOnline: number;
  netboxId: number | null;
  netboxUrl: string | null;
};
