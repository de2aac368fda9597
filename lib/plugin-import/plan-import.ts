/** What an import from the plugin would make, and what is here already. Pure. */
import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import type { PluginEndpoints } from "../netbox/plugin-endpoints.ts";
import { isSameAddress } from "../sync/backend-ids.ts";
import type { ImportItem, NeededSecret } from "./schema.ts";

export type Existing = Record<EndpointKind, readonly PublicEndpoint[]>;

const PORTS: Record<EndpointKind, number> = { backends: 8800, netbox: 443, proxmox: 8006 };

type Row = PluginEndpoints[EndpointKind][number];

/** In the order in which they are made: NetBox, then backends, then Proxmox. */
export function planImport(
  found: PluginEndpoints,
  existing: Existing,
  source: { netboxEndpointId: number },
): ImportItem[] {
  return [
    ...found.netbox.map((row) =>
      item("netbox", row, existing, {
        values: { token_version: row.token_version === "v2" ? "v2" : "v1" },
        secrets:
          row.token_version === "v2"
            ? [secret("token_key", "Token key"), secret("token", "Token")]
            : [secret("token", "Token")],
      }),
    ),
    ...found.backends.map((row) =>
      item("backends", row, existing, {
        values: {
          use_https: row.use_https ?? false,
          use_websocket: row.use_websocket ?? false,
          websocket_domain: row.websocket_domain,
          websocket_port: row.websocket_port ?? null,
          netbox_endpoint_id: source.netboxEndpointId,
        },
        secrets: [{ ...secret("token", "API key"), required: false }],
      }),
    ),
    ...found.proxmox.map((row) =>
      item("proxmox", row, existing, {
        values: {
          username: row.username ?? "root@pam",
          token_name: row.token_name,
          timeout: row.timeout ?? null,
          max_retries: row.max_retries ?? null,
          retry_backoff: row.retry_backoff ?? null,
          site_slug: row.site?.slug ?? null,
          tenant_slug: row.tenant?.slug ?? null,
        },
        secrets: [row.token_name ? secret("token_value", "Token value") : secret("password", "Password")],
      }),
    ),
  ];
}

type Field = Omit<NeededSecret, "name">;
type Own = { values: Record<string, unknown>; secrets: Field[] };

const secret = (field: string, label: string): Field => ({ field, label, required: true });

function item(kind: EndpointKind, row: Row, existing: Existing, own: Own): ImportItem {
  const key = `${kind}-${row.id}`;
  const port = row.port ?? PORTS[kind];
  const place = { domain: row.domain, ip_address: row.ip_address, port };
  const known = existing[kind].find((endpoint) => isSameAddress(endpoint, place));
  const host = row.domain ?? row.ip_address;
  const state = known ? "known" : host ? "new" : "unusable";
  return {
    key,
    kind,
    name: known?.name ?? freeName(row.name ?? host ?? key, existing[kind]),
    address: `${host ?? "no address"}:${port}`,
    enabled: row.enabled ?? true,
    state,
    endpoint_id: known?.id ?? null,
    note: state === "unusable" ? "It has neither a domain nor an IP address in the plugin." : null,
    secrets: state === "new" ? own.secrets.map((field) => ({ ...field, name: `${key}.${field.field}` })) : [],
    values: { ...place, verify_ssl: row.verify_ssl ?? true, enabled: row.enabled ?? true, ...own.values },
  };
}

/** Names are unique here per kind, whatever their case. */
function freeName(wanted: string, taken: readonly PublicEndpoint[]): string {
  const name = wanted.trim().slice(0, 70) || "imported";
  const isTaken = (text: string) => taken.some((endpoint) => endpoint.name.toLowerCase() === text.toLowerCase());
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    if (!isTaken(candidate)) return candidate;
  }
}
