export type Row = Record<string, unknown> & { id: number };
export type Tables = Map<string, Map<number, Row>>;

/** Which field of an object refers to which table; NetBox answers such a field as a short object. */
const references: Record<string, string> = {
  cluster: "/api/virtualization/clusters/",
  site: "/api/dcim/sites/",
  device: "/api/dcim/devices/",
  role: "/api/dcim/device-roles/",
  device_type: "/api/dcim/device-types/",
  manufacturer: "/api/dcim/manufacturers/",
  virtual_machine: "/api/virtualization/virtual-machines/",
  virtual_machine_type: "/api/virtualization/virtual-machine-types/",
  tenant: "/api/tenancy/tenants/",
  primary_ip4: "/api/ipam/ip-addresses/",
  primary_ip6: "/api/ipam/ip-addresses/",
  proxmox_storage: "/api/plugins/proxbox/storage/",
  storage: "/api/plugins/proxbox/storage/",
  endpoint: "/api/plugins/proxbox/endpoints/proxmox/",
  untagged_vlan: "/api/ipam/vlans/",
};
const CLUSTER_TYPES = "/api/virtualization/cluster-types/";
const TAGS = "/api/extras/tags/";

const titleOf = (row: Row): string => String(row.name ?? row.model ?? row.address ?? row.id);

/** A row as NetBox answers it: references and choices as objects, links, an empty set of custom fields. */
export function present(tables: Tables, path: string, row: Row): Record<string, unknown> {
  const shown: Record<string, unknown> = {
    ...row,
    url: `http://netbox.test${path}${row.id}/`,
    display: titleOf(row),
    display_url: `http://netbox.test${path.replace("/api", "")}${row.id}/`,
    custom_fields: row.custom_fields ?? {},
  };
  for (const [name, value] of Object.entries(row)) {
    const target = name === "type" && path.endsWith("/clusters/") ? CLUSTER_TYPES : references[name];
    if (target && typeof value === "number") shown[name] = brief(tables, target, value);
    else if (name === "status" && typeof value === "string") shown[name] = { value, label: value };
    else if (name === "assigned_object_id" && row.assigned_object_type === "virtualization.vminterface")
      shown.assigned_object = interfaceOf(tables, Number(value));
    else if (name === "tags" && Array.isArray(value)) shown[name] = value.map((tag) => tagOf(tables, tag));
  }
  return shown;
}

function brief(tables: Tables, path: string, id: number): Record<string, unknown> {
  const row = tables.get(path)?.get(id);
  if (!row) return { id };
  const kept = ["name", "slug", "model", "address"].filter((name) => name in row).map((name) => [name, row[name]]);
  return { id, url: `http://netbox.test${path}${id}/`, display: titleOf(row), ...Object.fromEntries(kept) };
}

/** An interface of a VM as an address shows it: with its VM. */
function interfaceOf(tables: Tables, id: number): Record<string, unknown> {
  const path = "/api/virtualization/interfaces/";
  const vm = tables.get(path)?.get(id)?.virtual_machine;
  const shown = brief(tables, path, id);
  return typeof vm === "number"
    ? { ...shown, virtual_machine: brief(tables, references.virtual_machine ?? "", vm) }
    : shown;
}

function tagOf(tables: Tables, tag: unknown): unknown {
  const tags = [...(tables.get(TAGS)?.values() ?? [])];
  const slug = typeof tag === "object" && tag !== null && "slug" in tag ? tag.slug : undefined;
  const row = tags.find((candidate) => candidate.id === tag || (slug !== undefined && candidate.slug === slug));
  return row ? { id: row.id, url: "", display: row.name, name: row.name, slug: row.slug, color: row.color } : tag;
}

const PAGING = new Set(["limit", "offset", "brief", "ordering", "start", "q"]);

/** Filters of addresses that name the interface they are on. */
const ASSIGNED: Record<string, string> = {
  interface_id: "dcim.interface",
  vminterface_id: "virtualization.vminterface",
};

/** NetBox's plain filters: equal values, repeated ones are OR, `x_id` follows a reference. */
export function matches(row: Row, query: URLSearchParams): boolean {
  for (const name of new Set(query.keys())) {
    if (PAGING.has(name)) continue;
    const wanted = query.getAll(name);
    if (name.startsWith("cf_")) {
      const fields = (row.custom_fields ?? {}) as Record<string, unknown>; // safe because NetBox keeps an object there
      if (!wanted.includes(String(fields[name.slice(3)]))) return false;
      continue;
    }
    if (name === "address") {
      if (!wanted.some((address) => isAddress(String(row.address), address))) return false;
      continue;
    }
    const assigned = ASSIGNED[name];
    if (assigned && "assigned_object_type" in row) {
      if (row.assigned_object_type !== assigned || !wanted.includes(String(row.assigned_object_id))) return false;
      continue;
    }
    const field = name in row ? name : name.replace(/_id$/, "");
    if (!(field in row)) {
      if (name.endsWith("_id")) return false;
      continue;
    }
    const value = row[field];
    const bare = typeof value === "object" && value !== null && "id" in value ? value.id : value;
    if (!wanted.includes(String(bare))) return false;
  }
  return true;
}

/** An address without a prefix length finds that host in any prefix. */
const isAddress = (address: string, wanted: string): boolean =>
  wanted.includes("/") ? address === wanted : address.split("/")[0] === wanted;
