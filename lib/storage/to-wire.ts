import { inventoryUrls } from "../inventory/list-query.ts";
import type { Storage } from "./schema.ts";
import type { StorageRow } from "./store.ts";

export function toWireStorage({ storage, clusterName }: StorageRow): Storage {
  return {
    id: storage.id,
    name: storage.name,
    cluster_id: storage.clusterId,
    cluster_name: clusterName,
    proxmox_endpoint_id: storage.proxmoxEndpointId,
    node: storage.node || null,
    kind: storage.kind,
    content: storage.content,
    shared: storage.shared,
    enabled: storage.enabled,
    status: storage.status,
    used_bytes: storage.usedBytes,
    total_bytes: storage.totalBytes,
    netbox_url: storage.netboxUrl,
    last_seen_at: storage.lastSeenAt.toISOString(),
    missing: storage.missing,
    ...inventoryUrls("storage", storage.id),
  };
}
