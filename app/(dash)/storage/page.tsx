import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { listStorage } from "#lib/storage/list";
import { type Storage, StorageListParams } from "#lib/storage/schema";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import type { Column } from "#ui/table";
import { clusterChoice, endpointChoice } from "../_inventory/choices.ts";
import { missingChoice } from "../_inventory/list-filters.tsx";
import { ListFrame } from "../_inventory/list-frame.tsx";
import { type ListSearch, readListSearch, type SearchParams, sortBy } from "../_inventory/list-search.ts";
import { Usage } from "../_inventory/parts.tsx";
import { StorageBadge } from "./storage-badge.tsx";

export const metadata: Metadata = { title: "Storage" };

const sharedChoice = {
  name: "shared",
  label: "Shared",
  options: [
    ["true", "Shared"],
    ["false", "Local"],
  ] as [string, string][],
};

export default async function StoragePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = readListSearch("/storage", StorageListParams, await searchParams);
  const { ctx } = await pageCtx();
  const [page, clusters, endpoints] = await Promise.all([
    listStorage(ctx, search.query),
    clusterChoice(ctx),
    endpointChoice(ctx),
  ]);
  return (
    <>
      <PageHeader title="Storage" lead="Storage of all nodes, as it was last read; a shared one is listed once." />
      <ListFrame
        caption="Storage"
        search={search}
        choices={[clusters, sharedChoice, endpoints, missingChoice]}
        columns={storageColumns(search, new Date())}
        page={page}
      />
    </>
  );
}

function storageColumns(search: ListSearch<StorageListParams>, now: Date): Column<Storage>[] {
  const sorted = (column: string) => sortBy(search, column);
  return [
    {
      key: "name",
      label: "Name",
      sort: sorted("name"),
      cell: (storage) => (
        <Link href={storage.display_url} className="font-medium">
          {storage.name}
        </Link>
      ),
    },
    { key: "status", label: "State", cell: (storage) => <StorageBadge storage={storage} /> },
    { key: "node", label: "Node", sort: sorted("node"), cell: (storage) => storage.node ?? "All nodes" },
    {
      key: "cluster",
      label: "Cluster",
      cell: ({ cluster_id, cluster_name }) =>
        cluster_id === null ? "–" : <Link href={`/clusters/${cluster_id}`}>{cluster_name}</Link>,
    },
    { key: "kind", label: "Kind", wide: true, sort: sorted("kind"), cell: (storage) => storage.kind ?? "–" },
    {
      key: "content",
      label: "Content",
      wide: true,
      cell: (storage) => storage.content?.replaceAll(",", ", ") ?? "–",
    },
    {
      key: "usage",
      label: "Used",
      sort: sorted("used_bytes"),
      cell: (storage) => (
        <Usage used={storage.used_bytes} total={storage.total_bytes} label={`Storage ${storage.name}`} />
      ),
    },
    {
      key: "seen",
      label: "Seen",
      wide: true,
      sort: sorted("last_seen_at"),
      cell: (storage) => <Moment at={storage.last_seen_at} now={now} />,
    },
  ];
}
