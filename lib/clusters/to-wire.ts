import { inventoryUrls } from "../inventory/list-query.ts";
import type { Cluster } from "./schema.ts";
import type { ClusterRow } from "./store.ts";

export function toWireCluster({ cluster, nodeCount, vmCount, lxcCount }: ClusterRow): Cluster {
  return {
    id: cluster.id,
    name: cluster.name,
    mode: cluster.mode,
    version: cluster.version,
    quorate: cluster.quorate,
    proxmox_endpoint_id: cluster.proxmoxEndpointId,
    node_count: nodeCount,
    nodes_online: cluster.nodesOnline ?? 0,
    vm_count: vmCount,
    lxc_count: lxcCount,
    netbox_url: cluster.netboxUrl,
    last_seen_at: cluster.lastSeenAt.toISOString(),
    missing: cluster.missing,
    ...inventoryUrls("clusters", cluster.id),
  };
}
