import type { Metadata } from "next";
import { listNodes } from "#lib/nodes/list";
import { NodeListParams, type ProxmoxNode } from "#lib/nodes/schema";
import type { ListColumn } from "../_inventory/columns.ts";
import { clusterColumn, nameColumn, netboxColumn, seenColumn, sorter } from "../_inventory/common-columns.tsx";
import type { Choice } from "../_inventory/list-filters.tsx";
import { type ListDefinition, ListPage } from "../_inventory/list-page.tsx";
import type { ListSearch, SearchParams } from "../_inventory/list-search.ts";
import { Cpu, StateBadge, Uptime, Usage } from "../_inventory/parts.tsx";

export const metadata: Metadata = { title: "Nodes" };

const statusChoice: Choice = {
  name: "status",
  label: "State",
  options: [
    ["online", "Online"],
    ["offline", "Offline"],
    ["unknown", "Unknown"],
  ],
};

const nodes: ListDefinition<NodeListParams, ProxmoxNode> = {
  path: "/nodes",
  noun: "node",
  title: "Nodes",
  lead: "Hypervisors of all clusters, as they were last read.",
  schema: NodeListParams,
  list: listNodes,
  choices: [statusChoice],
  columns: nodeColumns,
};

export default function NodesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ListPage of={nodes} searchParams={searchParams} />;
}

function nodeColumns(search: ListSearch<NodeListParams>, now: Date): ListColumn<ProxmoxNode>[] {
  const sorted = sorter(search);
  return [
    nameColumn(search),
    {
      key: "status",
      label: "State",
      sort: sorted("status"),
      cell: (node) => <StateBadge status={node.status} missing={node.missing} />,
    },
    clusterColumn(true),
    {
      key: "cpu",
      label: "CPU",
      numeric: true,
      wide: true,
      sort: sorted("cpu"),
      cell: (node) => <Cpu share={node.cpu} cores={node.max_cpu} />,
    },
    {
      key: "memory",
      label: "Memory",
      wide: true,
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
    { key: "address", label: "Address", extra: true, cell: (node) => node.ip_address ?? "–" },
    netboxColumn(),
    seenColumn(search, now),
  ];
}
