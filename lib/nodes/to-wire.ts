import { inventoryUrls } from "../inventory/list-query.ts";
import type { ProxmoxNode } from "./schema.ts";
import type { NodeRow } from "./store.ts";

export function toWireNode({ node, clusterName }: NodeRow): ProxmoxNode {
  return {
    id: node.id,
    name: node.name,
    status: node.status,
    cluster_id: node.clusterId,
    cluster_name: clusterName,
    proxmox_endpoint_id: node.proxmoxEndpointId,
    ip_address: node.ipAddress,
    cpu: node.cpu,
    max_cpu: node.maxCpu,
    memory_bytes: node.memoryBytes,
    max_memory_bytes: node.maxMemoryBytes,
    disk_bytes: node.diskBytes,
    max_disk_bytes: node.maxDiskBytes,
    uptime_seconds: node.uptimeSeconds,
    netbox_url: node.netboxUrl,
    last_seen_at: node.lastSeenAt.toISOString(),
    missing: node.missing,
    ...inventoryUrls("nodes", node.id),
  };
}
