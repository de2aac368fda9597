import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { listVms } from "#lib/vms/list";
import { VmListParams } from "#lib/vms/schema";
import { PageHeader } from "#ui/page-header";
import { clusterChoice, endpointChoice } from "../_inventory/choices.ts";
import { type Choice, missingChoice } from "../_inventory/list-filters.tsx";
import { ListFrame } from "../_inventory/list-frame.tsx";
import { readListSearch, type SearchParams } from "../_inventory/list-search.ts";
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

export default async function VmsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = readListSearch("/vms", VmListParams, await searchParams);
  const { ctx } = await pageCtx();
  const [page, clusters, endpoints] = await Promise.all([
    listVms(ctx, search.query),
    clusterChoice(ctx),
    endpointChoice(ctx),
  ]);
  return (
    <>
      <PageHeader
        title="Virtual machines"
        lead="VMs and containers of all clusters, as they were last read. Search by name, VMID, node or tag."
      />
      <ListFrame
        caption="Virtual machines and containers"
        search={search}
        choices={[...choices, clusters, endpoints, missingChoice]}
        columns={vmColumns(search, new Date())}
        page={page}
      />
    </>
  );
}
