import { formatBytes } from "#lib/format/bytes";
import type { Vm, VmListParams } from "#lib/vms/schema";
import { Badge } from "#ui/badge";
import { Link } from "#ui/link";
import type { ListColumn } from "../_inventory/columns.ts";
import { clusterColumn, nameColumn, netboxColumn, seenColumn, sorter } from "../_inventory/common-columns.tsx";
import type { ListSearch } from "../_inventory/list-search.ts";
import { StateBadge, Uptime } from "../_inventory/parts.tsx";

/** The columns of a list of guests; without a search they do not sort. */
export function vmColumns(search: ListSearch<VmListParams> | null, now: Date): ListColumn<Vm>[] {
  const sorted = sorter(search);
  return [
    { key: "vmid", label: "VMID", numeric: true, sort: sorted("vmid"), cell: (vm) => vm.vmid },
    nameColumn(search),
    { key: "state", label: "State", sort: sorted("status"), cell: (vm) => <VmBadge vm={vm} /> },
    { key: "type", label: "Type", wide: true, sort: sorted("type"), cell: (vm) => typeWords[vm.type] },
    clusterColumn(true),
    { key: "node", label: "Node", under: true, sort: sorted("node"), cell: (vm) => vm.node || "–" },
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
      key: "uptime",
      label: "Up for",
      extra: true,
      sort: sorted("uptime_seconds"),
      cell: (vm) => <Uptime seconds={vm.uptime_seconds} />,
    },
    { key: "tags", label: "Tags", extra: true, cell: (vm) => vm.tags.join(", ") || "–" },
    netboxColumn(),
    seenColumn(search, now),
  ];
}

export const typeWords = { qemu: "VM", lxc: "Container" } as const;

export function VmBadge({ vm }: { vm: Vm }) {
  if (vm.template && !vm.missing) return <Badge tone="idle">Template</Badge>;
  return <StateBadge status={vm.status} missing={vm.missing} />;
}
