import { formatBytes } from "#lib/format/bytes";
import type { Vm, VmListParams } from "#lib/vms/schema";
import { Badge } from "#ui/badge";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import type { Column } from "#ui/table";
import { type ListSearch, sortBy } from "../_inventory/list-search.ts";
import { StateBadge } from "../_inventory/parts.tsx";

/** The columns of a list of guests; without a search they do not sort. */
export function vmColumns(search: ListSearch<VmListParams> | null, now: Date): Column<Vm>[] {
  const sorted = (column: string) => (search ? sortBy(search, column) : undefined);
  return [
    { key: "vmid", label: "VMID", numeric: true, sort: sorted("vmid"), cell: (vm) => vm.vmid },
    {
      key: "name",
      label: "Name",
      sort: sorted("name"),
      cell: (vm) => (
        <Link href={vm.display_url} className="font-medium">
          {vm.name}
        </Link>
      ),
    },
    { key: "state", label: "State", sort: sorted("status"), cell: (vm) => <VmBadge vm={vm} /> },
    { key: "type", label: "Type", wide: true, sort: sorted("type"), cell: (vm) => typeWords[vm.type] },
    {
      key: "cluster",
      label: "Cluster",
      wide: true,
      cell: (vm) => (vm.cluster_id === null ? "–" : <Link href={`/clusters/${vm.cluster_id}`}>{vm.cluster_name}</Link>),
    },
    { key: "node", label: "Node", sort: sorted("node"), cell: (vm) => vm.node || "–" },
    { key: "cpu", label: "vCPUs", numeric: true, wide: true, sort: sorted("max_cpu"), cell: (vm) => vm.max_cpu ?? "–" },
    {
      key: "memory",
      label: "Memory",
      numeric: true,
      wide: true,
      sort: sorted("max_memory_bytes"),
      cell: (vm) => formatBytes(vm.max_memory_bytes),
    },
    {
      key: "disk",
      label: "Disk",
      numeric: true,
      wide: true,
      sort: sorted("max_disk_bytes"),
      cell: (vm) => formatBytes(vm.max_disk_bytes),
    },
    {
      key: "job",
      label: "Last sync",
      wide: true,
      cell: (vm) =>
        vm.last_job_id === null ? "–" : <Link href={`/jobs/${vm.last_job_id}`}>Job {vm.last_job_id}</Link>,
    },
    {
      key: "seen",
      label: "Seen",
      wide: true,
      sort: sorted("last_seen_at"),
      cell: (vm) => <Moment at={vm.last_seen_at} now={now} />,
    },
  ];
}

export const typeWords = { qemu: "VM", lxc: "Container" } as const;

export function VmBadge({ vm }: { vm: Vm }) {
  if (vm.template && !vm.missing) return <Badge tone="idle">Template</Badge>;
  return <StateBadge status={vm.status} missing={vm.missing} />;
}
