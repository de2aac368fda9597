import type { Ctx } from "#lib/ctx";
import { formatBytes } from "#lib/format/bytes";
import type { Vm } from "#lib/vms/schema";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { DefinitionList } from "#ui/panel";
import { EndpointLink } from "../../../_inventory/age.tsx";
import { Cpu, NetboxLink, Uptime, Usage } from "../../../_inventory/parts.tsx";

export async function Overview({ ctx, vm, now }: { ctx: Ctx; vm: Vm; now: Date }) {
  const { cluster_id: clusterId } = vm;
  return (
    <DefinitionList
      items={[
        ["VMID", vm.vmid],
        [
          "Cluster",
          clusterId === null ? (
            "–"
          ) : (
            <Link key="cluster" href={`/clusters/${clusterId}`}>
              {vm.cluster_name}
            </Link>
          ),
        ],
        ["Node", vm.node || "–"],
        ["CPU", <Cpu key="cpu" share={vm.cpu} cores={vm.max_cpu} />],
        ["Memory", <Usage key="memory" used={vm.memory_bytes} total={vm.max_memory_bytes} label="Memory" />],
        ["Disk", formatBytes(vm.max_disk_bytes)],
        ["Up for", <Uptime key="uptime" seconds={vm.uptime_seconds} />],
        ["Tags", vm.tags.length > 0 ? vm.tags.join(", ") : "–"],
        ["Endpoint", <EndpointLink key="endpoint" ctx={ctx} id={vm.proxmox_endpoint_id} />],
        ["NetBox", <NetboxLink key="netbox" href={vm.netbox_url} />],
        [
          "Last sync",
          vm.last_job_id === null ? (
            "–"
          ) : (
            <Link key="job" href={`/jobs/${vm.last_job_id}`}>
              Job {vm.last_job_id}
            </Link>
          ),
        ],
        ["Last seen", <Moment key="seen" at={vm.last_seen_at} now={now} />],
      ]}
    />
  );
}
