import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { listNodes } from "#lib/nodes/list";
import { NodeListParams, type ProxmoxNode } from "#lib/nodes/schema";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import type { Column } from "#ui/table";
import { clusterChoice, endpointChoice } from "../_inventory/choices.ts";
import { missingChoice } from "../_inventory/list-filters.tsx";
import { ListFrame } from "../_inventory/list-frame.tsx";
import { type ListSearch, readListSearch, type SearchParams, sortBy } from "../_inventory/list-search.ts";
import { Cpu, StateBadge, Uptime, Usage } from "../_inventory/parts.tsx";

export const metadata: Metadata = { title: "Nodes" };

const statusChoice = {
  name: "status",
  label: "State",
  options: [
    ["online", "Online"],
    ["offline", "Offline"],
    ["unknown", "Unknown"],
  ] as [string, string][],
};

export default async function NodesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = readListSearch("/nodes", NodeListParams, await searchParams);
  const { ctx } = await pageCtx();
  const [page, clusters, endpoints] = await Promise.all([
    listNodes(ctx, search.query),
    clusterChoice(ctx),
    endpointChoice(ctx),
  ]);
  return (
    <>
      <PageHeader title="Nodes" lead="Hypervisors of all clusters, as they were last read." />
      <ListFrame
        caption="Nodes"
        search={search}
        choices={[statusChoice, clusters, endpoints, missingChoice]}
        columns={nodeColumns(search, new Date())}
        page={page}
      />
    </>
  );
}

function nodeColumns(search: ListSearch<NodeListParams>, now: Date): Column<ProxmoxNode>[] {
  const sorted = (column: string) => sortBy(search, column);
  return [
    {
      key: "name",
      label: "Name",
      sort: sorted("name"),
      cell: (node) => (
        <Link href={node.display_url} className="font-medium">
          {node.name}
        </Link>
      ),
    },
    {
      key: "status",
      label: "State",
      sort: sorted("status"),
      cell: (node) => <StateBadge status={node.status} missing={node.missing} />,
    },
    {
      key: "cluster",
      label: "Cluster",
      cell: (node) =>
        node.cluster_id === null ? "–" : <Link href={`/clusters/${node.cluster_id}`}>{node.cluster_name}</Link>,
    },
    {
      key: "cpu",
      label: "CPU",
      numeric: true,
      sort: sorted("cpu"),
      cell: (node) => <Cpu share={node.cpu} cores={node.max_cpu} />,
    },
    {
      key: "memory",
      label: "Memory",
      sort: sorted("memory_bytes"),
      cell: (node) => <Usage used={node.memory_bytes} total={node.max_memory_bytes} label={`Memory of ${node.name}`} />,
    },
    {
      key: "disk",
      label: "Disk",
      wide: true,
      cell: (node) => <Usage used={node.disk_bytes} total={node.max_disk_bytes} label={`Disk of ${node.name}`} />,
    },
    {
      key: "uptime",
      label: "Up for",
      wide: true,
      sort: sorted("uptime_seconds"),
      cell: (node) => <Uptime seconds={node.uptime_seconds} />,
    },
    {
      key: "seen",
      label: "Seen",
      wide: true,
      sort: sorted("last_seen_at"),
      cell: (node) => <Moment at={node.last_seen_at} now={now} />,
    },
  ];
}
