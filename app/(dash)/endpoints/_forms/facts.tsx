import type { ReactNode } from "react";
import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";
import { formatCount } from "#lib/format/count";
import { Link } from "#ui/link";
import { fallbackAddress, identity, primaryAddress } from "./address.ts";

export type Fact = [string, ReactNode];
type Names = { backends: Map<string, string>; netbox: Map<string, string> };

const yesNo = (value: unknown): string => (value ? "Yes" : "No");
const orDash = (value: unknown): string =>
  value === null || value === undefined || value === "" ? "–" : String(value);

/** What the detail page says of an endpoint, in the words of its form. */
export function endpointFacts(kind: EndpointKind, endpoint: PublicEndpoint, names: Names): Fact[] {
  return [
    ["Address", <code key="address">{primaryAddress(endpoint)}</code>],
    ["Fallback", fallbackAddress(endpoint) ?? "None"],
    ["Certificate", endpoint.verify_ssl ? "Verified" : "Not verified"],
    ["Signs in with", identity(kind, endpoint)],
    ...byKind[kind](endpoint, names),
  ];
}

const byKind: Record<EndpointKind, (endpoint: PublicEndpoint, names: Names) => Fact[]> = {
  backends: (endpoint, names) => [
    ["Scheme", endpoint.use_https ? "https" : "http"],
    ["Version", orDash(endpoint.version)],
    ["NetBox endpoint", reference("netbox", endpoint.netbox_endpoint_id, names.netbox)],
    ["Legacy WebSocket", endpoint.use_websocket ? websocketAddress(endpoint) : "Not used"],
  ],
  netbox: (endpoint) => [["Default", yesNo(endpoint.is_default)]],
  proxmox: (endpoint, names) => [
    ["Password stored", yesNo(endpoint.has_password)],
    ["Token value stored", yesNo(endpoint.has_token_value)],
    ["Backend", reference("backends", endpoint.backend_id, names.backends)],
    ["Site", String(endpoint.site_slug ?? "None")],
    ["Tenant", String(endpoint.tenant_slug ?? "None")],
    ["Requests", requests(endpoint)],
  ],
};

/** How the backend asks this Proxmox, as far as it is set here. */
function requests({ timeout, max_retries: retries, retry_backoff: pause }: PublicEndpoint): string {
  const set = [
    typeof timeout === "number" && `timeout ${timeout} s`,
    typeof retries === "number" && formatCount(retries, "retry", "retries"),
    typeof pause === "number" && `pause ${pause} s`,
  ].filter(Boolean);
  return set.length > 0 ? set.join(", ") : "As the backend chooses";
}

function websocketAddress(endpoint: PublicEndpoint): string {
  return `${orDash(endpoint.websocket_domain ?? endpoint.domain)}:${orDash(endpoint.websocket_port ?? endpoint.port)}`;
}

function reference(kind: EndpointKind, id: unknown, names: Map<string, string>): ReactNode {
  if (typeof id !== "number") return "The default one";
  return <Link href={`/endpoints/${kind}/${id}`}>{names.get(String(id)) ?? `${id}`}</Link>;
}
