import type { Metadata } from "next";
import { listVms } from "#lib/vms/list";
import { type Vm, VmListParams } from "#lib/vms/schema";
import type { Choice } from "../_inventory/list-filters.tsx";
import { type ListDefinition, ListPage } from "../_inventory/list-page.tsx";
import type { SearchParams } from "../_inventory/list-search.ts";
import { vmColumns } from "./vm-columns.tsx";

export const metadata: Metadata = { title: "Virtual machines" };

const choices: Choice[] = [
  {
    name: "status",
    label: "State",
    options: [
      ["running", "Running"],
      ["stopped", "Stopped"],
      ["paused", "Paused"],
    ],
  },
  {
    name: "type",
    label: "Type",
    options: [
      ["qemu", "Virtual machines"],
      ["lxc", "Containers"],
    ],
  },
  {
    name: "template",
    label: "Templates",
    options: [
      ["false", "No templates"],
      ["true", "Only templates"],
    ],
  },
];

const vms: ListDefinition<VmListParams, Vm> = {
  path: "/vms",
  noun: "vm",
  title: "Virtual machines",
  lead: "VMs and containers of all clusters, as they were last read. Search by name, VMID, node or tag.",
  schema: VmListParams,
  list: listVms,
  choices,
  columns: vmColumns,
};

export default function VmsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ListPage of={vms} searchParams={searchParams} />;
}
