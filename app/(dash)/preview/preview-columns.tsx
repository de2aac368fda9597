import type { FieldChange, PreviewListParams, PreviewObject } from "#lib/preview/schema";
import { Badge, type Tone } from "#ui/badge";
import type { ListColumn } from "../_inventory/columns.ts";
import { sorter } from "../_inventory/common-columns.tsx";
import type { ListSearch } from "../_inventory/list-search.ts";
import { NetboxLink } from "../_inventory/parts.tsx";

export const stateWords: Record<PreviewObject["state"], string> = {
  missing: "Missing in NetBox",
  changed: "Changed",
  only_in_netbox: "Only in NetBox",
};

const tones: Record<PreviewObject["state"], Tone> = { missing: "bad", changed: "warn", only_in_netbox: "idle" };
const runWords: Record<PreviewObject["next_run"], string> = {
  create: "Creates it",
  update: "Updates it",
  leave: "Leaves it",
};

/** `node` of a cluster, `VM` or `Container` of a guest; a VM of NetBox alone has no type. */
function kindWord({ kind, type }: PreviewObject): string {
  if (kind !== "vm") return kind === "cluster" ? "Cluster" : "Node";
  return type === "lxc" ? "Container" : "VM";
}

/** The columns of the differences. */
export function previewColumns(
  search: ListSearch<PreviewListParams>,
  endpoints: ReadonlyMap<number, string>,
): ListColumn<PreviewObject>[] {
  const sorted = sorter(search);
  return [
    {
      key: "name",
      isName: true,
      label: "Name",
      sort: sorted("name"),
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    {
      key: "state",
      label: "Difference",
      cell: (row) => <Badge tone={tones[row.state]}>{stateWords[row.state]}</Badge>,
    },
    {
      key: "changes",
      label: "Proxmox → NetBox",
      under: true,
      cell: (row) => (row.changes.length === 0 && row.note === null ? "–" : <Changes row={row} />),
    },
    { key: "run", label: "The next sync", wide: true, cell: (row) => runWords[row.next_run] },
    { key: "kind", label: "Kind", wide: true, cell: kindWord },
    { key: "vmid", label: "VMID", numeric: true, wide: true, sort: sorted("vmid"), cell: (row) => row.vmid ?? "–" },
    { key: "node", label: "Node", wide: true, sort: sorted("node"), cell: (row) => row.node ?? "–" },
    { key: "cluster", label: "Cluster", wide: true, cell: (row) => row.cluster },
    {
      key: "endpoint",
      label: "Endpoint",
      extra: true,
      cell: (row) => endpoints.get(row.proxmox_endpoint_id) ?? "deleted",
    },
    {
      key: "netbox",
      label: "NetBox",
      wide: true,
      cell: (row) => (row.netbox_url === null ? "–" : <NetboxLink href={row.netbox_url} />),
    },
  ];
}

const fieldWords: Record<FieldChange["field"], string> = {
  status: "Status",
  vcpus: "vCPUs",
  memory_mb: "Memory (MB)",
  disk_mb: "Disk (MB)",
  node: "Node",
  addresses: "Addresses",
  cluster: "Cluster",
};

function Changes({ row: { changes, note } }: { row: PreviewObject }) {
  return (
    <span className="block whitespace-normal md:min-w-40">
      {changes.map(({ field, proxmox, netbox }) => (
        <span key={field} className="block">
          <span className="text-muted">{fieldWords[field]}</span> {proxmox ?? "none"} <span aria-hidden="true">→</span>
          <span className="sr-only">in Proxmox, in NetBox</span> {netbox ?? "none"}
        </span>
      ))}
      {note && <span className="block max-w-96 text-muted">{note}</span>}
    </span>
  );
}
