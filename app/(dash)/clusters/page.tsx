import type { Metadata } from "next";
import { listClusters } from "#lib/clusters/list";
import { type Cluster, ClusterListParams } from "#lib/clusters/schema";
import type { ListColumn } from "../_inventory/columns.ts";
import { nameColumn, netboxColumn, seenColumn, sorter } from "../_inventory/common-columns.tsx";

import { type ListDefinition, ListPage } from "../_inventory/list-page.tsx";
import type { ListSearch, SearchParams } from "../_inventory/list-search.ts";
import { ClusterBadge } from "./cluster-badge.tsx";

export const metadata: Metadata = { title: "Clusters" };

const clusters: ListDefinition<ClusterListParams, Cluster> = {
  path: "/clusters",
  noun: "cluster",
  title: "Clusters",
  lead: "Proxmox VE clusters and nodes that stand alone, as they were last read.",
  schema: ClusterListParams,
  list: listClusters,
  choices: [],
  columns: clusterColumns,
};

export default function ClustersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ListPage of={clusters} searchParams={searchParams} />;
}

function clusterColumns(search: ListSearch<ClusterListParams>, now: Date): ListColumn<Cluster>[] {
  const sorted = sorter(search);
  return [
    nameColumn(search),
    { key: "state", label: "State", cell: (cluster) => <ClusterBadge cluster={cluster} /> },
    { key: "mode", label: "Mode", wide: true, sort: sorted("mode"), cell: (cluster) => cluster.mode },
    {
      key: "version",
      label: "Proxmox VE",
      wide: true,
      sort: sorted("version"),
      cell: (cluster) => cluster.version ?? "–",
    },
    {
      key: "nodes",
      label: "Nodes online",
      numeric: true,
      cell: (cluster) => `${cluster.nodes_online} of ${cluster.node_count}`,
    },
    { key: "vms", label: "VMs", numeric: true, wide: true, cell: (cluster) => cluster.vm_count },
    { key: "containers", label: "Containers", numeric: true, wide: true, cell: (cluster) => cluster.lxc_count },
    netboxColumn(),
    seenColumn(search, now),
  ];
}
