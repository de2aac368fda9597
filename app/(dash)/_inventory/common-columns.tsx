import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import type { ListColumn } from "./columns.ts";
import { type ListSearch, sortBy } from "./list-search.ts";
import { NetboxLink } from "./parts.tsx";

type Ordered = ListSearch<{ ordering: string }> | null;
type Named = { name: string; display_url: string };
type Placed = { cluster_id: number | null; cluster_name: string | null };

/** How a column sorts; a list without an address of its own does not. */
export const sorter = (search: Ordered) => (column: string) => (search ? sortBy(search, column) : undefined);

export const nameColumn = <Row extends Named>(search: Ordered): ListColumn<Row> => ({
  key: "name",
  isName: true,
  label: "Name",
  sort: sorter(search)("name"),
  cell: (row) => (
    <Link href={row.display_url} className="font-medium">
      {row.name}
    </Link>
  ),
});

export const clusterColumn = <Row extends Placed>(wide = false): ListColumn<Row> => ({
  key: "cluster",
  label: "Cluster",
  wide,
  cell: (row) => (row.cluster_id === null ? "–" : <Link href={`/clusters/${row.cluster_id}`}>{row.cluster_name}</Link>),
});

export const netboxColumn = <Row extends { netbox_url: string | null }>(): ListColumn<Row> => ({
  key: "netbox",
  label: "NetBox",
  extra: true,
  cell: (row) => <NetboxLink href={row.netbox_url} />,
});

export const seenColumn = <Row extends { last_seen_at: string }>(search: Ordered, now: Date): ListColumn<Row> => ({
  key: "seen",
  label: "Seen",
  wide: true,
  sort: sorter(search)("last_seen_at"),
  cell: (row) => <Moment at={row.last_seen_at} now={now} />,
});
