import type { PublicEndpoint } from "./schema.ts";

/** The secret without which an endpoint that was imported cannot be used, as its form calls it; null when it has all. */
export function missingSecret(endpoint: PublicEndpoint): "password" | "token value" | "token" | null {
  if (endpoint.kind === "netbox") return endpoint.has_token ? null : "token";
  if (endpoint.kind !== "proxmox") return null;
  if (endpoint.token_name) return endpoint.has_token_value ? null : "token value";
  return endpoint.has_password ? null : "password";
}
