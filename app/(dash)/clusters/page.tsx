import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { listClusters } from "#lib/clusters/list";
import { type Cluster, ClusterListParams } from "#lib/clusters/schema";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import type { Column } from "#ui/table";
import { endpointChoice } from "../_inventory/choices.ts";
import { missingChoice } from "../_inventory/list-filters.tsx";
import { ListFrame } from "../_inventory/list-frame.tsx";
import { type ListSearch, readListSearch, type SearchParams, sortBy } from "../_inventory/list-search.ts";
import { ClusterBadge } from "./cluster-badge.tsx";

export const metadata: Metadata = { title: "Clusters" };

export default async function ClustersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = readListSearch("/clusters", ClusterListParams, await searchParams);
  const { ctx } = await pageCtx();
  const [page, endpoints] = await Promise.all([listClusters(ctx, search.query), endpointChoice(ctx)]);
  return (
    <>
      <PageHeader title="Clusters" lead="Proxmox VE clusters and nodes that stand alone, as they were last read." />
      <ListFrame
        caption="Clusters"
        search={search}
        choices={[endpoints, missingChoice]}
        columns={clusterColumns(search, new Date())}
        page={page}
      />
    </>
  );
}

function clusterColumns(search: ListSearch<ClusterListParams>, now: Date): Column<Cluster>[] {
  const sorted = (column: string) => sortBy(search, column);
  return [
    {
      key: "name",
      label: "Name",
      sort: sorted("name"),
      cell: (cluster) => (
        <Link href={cluster.display_url} className="font-medium">
          {cluster.name}
        </Link>
      ),
    },
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
    { key: "vms", label: "VMs", numeric: true, cell: (cluster) => cluster.vm_count },
    { key: "containers", label: "Containers", numeric: true, cell: (cluster) => cluster.lxc_count },
    {
      key: "seen",
      label: "Seen",
      wide: true,
      sort: sorted("last_seen_at"),
      cell: (cluster) => <Moment at={cluster.last_seen_at} now={now} />,
    },
  ];
}
