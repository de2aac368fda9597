import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** `pve.example.net:8006`, the host that is asked first. */
export function primaryAddress(endpoint: PublicEndpoint): string {
  return `${bracketed(endpoint.domain ?? endpoint.ip_address ?? "")}:${endpoint.port}`;
}

/** The host that is asked when the first does not answer. */
export function fallbackAddress(endpoint: PublicEndpoint): string | null {
  return endpoint.domain && endpoint.ip_address ? `${bracketed(endpoint.ip_address)}:${endpoint.port}` : null;
}

/** Who signs in there, in words. */
export function identity(kind: EndpointKind, endpoint: PublicEndpoint): string {
  if (kind === "backends") return endpoint.has_token ? "API key" : "No key yet";
  if (kind === "netbox") return endpoint.has_token ? `Token ${endpoint.token_version}` : "No token";
  return endpoint.token_name ? `${endpoint.username}!${endpoint.token_name}` : String(endpoint.username);
}
