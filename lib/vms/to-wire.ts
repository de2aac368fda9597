import { inventoryUrls } from "../inventory/list-query.ts";
import type { Vm } from "./schema.ts";
import type { VmRow } from "./store.ts";

export function toWireVm({ vm, clusterName }: VmRow): Vm {
  return {
    id: vm.id,
    vmid: vm.vmid,
    name: vm.name,
    type: vm.type,
    template: vm.template,
    status: vm.status,
    cluster_id: vm.clusterId,
    cluster_name: clusterName,
    proxmox_endpoint_id: vm.proxmoxEndpointId,
    node: vm.node,
    cpu: vm.cpu,
    max_cpu: vm.maxCpu,
    memory_bytes: vm.memoryBytes,
    max_memory_bytes: vm.maxMemoryBytes,
    max_disk_bytes: vm.maxDiskBytes,
    uptime_seconds: vm.uptimeSeconds,
    tags: vm.tags,
    netbox_id: vm.netboxId,
    netbox_url: vm.netboxUrl,
    last_job_id: vm.lastJobId,
    last_seen_at: vm.lastSeenAt.toISOString(),
    missing: vm.missing,
    ...inventoryUrls("vms", vm.id),
  };
}
