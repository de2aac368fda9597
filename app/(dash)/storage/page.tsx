import type { Metadata } from "next";
import { listStorage } from "#lib/storage/list";
import { type Storage, StorageListParams } from "#lib/storage/schema";
import type { ListColumn } from "../_inventory/columns.ts";
import { clusterColumn, nameColumn, seenColumn, sorter } from "../_inventory/common-columns.tsx";
import type { Choice } from "../_inventory/list-filters.tsx";
import { type ListDefinition, ListPage } from "../_inventory/list-page.tsx";
import type { ListSearch, SearchParams } from "../_inventory/list-search.ts";
import { Usage } from "../_inventory/parts.tsx";
import { StorageBadge } from "./storage-badge.tsx";

export const metadata: Metadata = { title: "Storage" };

const sharedChoice: Choice = {
  name: "shared",
  label: "Shared",
  options: [
    ["true", "Shared"],
    ["false", "Local"],
  ],
};

const storage: ListDefinition<StorageListParams, Storage> = {
  path: "/storage",
  noun: "storage",
  title: "Storage",
  lead: "Storage of all nodes, as it was last read; a shared one is listed once.",
  schema: StorageListParams,
  list: listStorage,
  choices: [sharedChoice],
  columns: storageColumns,
};

export default function StoragePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ListPage of={storage} searchParams={searchParams} />;
}

const Place = ({ of: { node } }: { of: Storage }) => <span className="whitespace-nowrap">{node ?? "All nodes"}</span>;

function storageColumns(search: ListSearch<StorageListParams>, now: Date): ListColumn<Storage>[] {
  const sorted = sorter(search);
  return [
    nameColumn(search),
    { key: "status", label: "State", cell: (storage) => <StorageBadge storage={storage} /> },
    { key: "node", label: "Node", under: true, sort: sorted("node"), cell: (storage) => <Place of={storage} /> },
    clusterColumn(true),
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
      under: true,
      sort: sorted("used_bytes"),
      cell: (storage) => (
        <Usage used={storage.used_bytes} total={storage.total_bytes} label={`Storage ${storage.name}`} />
      ),
    },
    seenColumn(search, now),
  ];
}
