import type { NetboxForSync, ProxmoxForSync } from "../endpoints/for-sync.ts";

/** Our NetBox endpoint as the backend takes it (contract 5.1). The token is always in it: older releases corrupt a stored one otherwise. */
export function netboxBody(netbox: NetboxForSync): Record<string, unknown> {
  return {
    name: netbox.name,
    ip_address: netbox.ipAddress ?? netbox.domain,
    domain: netbox.domain ?? "",
    port: netbox.port,
    token_version: netbox.tokenVersion,
    token_key: netbox.tokenVersion === "v2" ? netbox.tokenKey : null,
    token: netbox.token,
    verify_ssl: netbox.verifySsl,
    enabled: true,
  };
}

/** Our Proxmox endpoint as the backend takes it (contract 5.2), with a complete credential and never with writes allowed. */
export function proxmoxBody(endpoint: ProxmoxForSync): Record<string, unknown> {
  const hasToken = endpoint.tokenName !== null && endpoint.tokenValue !== null;
  const credential = hasToken
    ? { token_name: endpoint.tokenName, token_value: endpoint.tokenValue, password: null }
    : { password: endpoint.password, token_name: null, token_value: null };
  return {
    name: endpoint.name,
    ip_address: endpoint.ipAddress ?? endpoint.domain,
    domain: endpoint.domain,
    port: endpoint.port,
    username: endpoint.username,
    ...credential,
    verify_ssl: endpoint.verifySsl,
    enabled: true,
    allow_writes: false,
    access_methods: "api",
    site_slug: endpoint.siteSlug,
    tenant_slug: endpoint.tenantSlug,
    timeout: endpoint.timeout,
    max_retries: endpoint.maxRetries,
    retry_backoff: endpoint.retryBackoff,
  };
}
