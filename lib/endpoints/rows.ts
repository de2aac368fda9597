import { lostSecrets } from "./lost-secrets.ts";
import type { BackendInput, EndpointInput, EndpointKind, NetboxInput, ProxmoxInput, PublicEndpoint } from "./schema.ts";
import type { BackendRow, EndpointRow, NetboxRow, ProxmoxRow } from "./store.ts";

type Common = {
  name: string;
  domain: string | null;
  ip_address: string | null;
  port: number;
  verify_ssl: boolean;
  enabled: boolean;
};

const commonColumns = (input: Common) => ({
  name: input.name,
  domain: input.domain,
  ipAddress: input.ip_address,
  port: input.port,
  verifySsl: input.verify_ssl,
  enabled: input.enabled,
});

const columns = {
  backends: (input: BackendInput) => ({
    ...commonColumns(input),
    useHttps: input.use_https,
    useWebsocket: input.use_websocket,
    websocketDomain: input.websocket_domain,
    websocketPort: input.websocket_port,
    isDefault: input.is_default,
    netboxEndpointId: input.netbox_endpoint_id,
  }),
  netbox: (input: NetboxInput) => ({
    ...commonColumns(input),
    tokenVersion: input.token_version,
    isDefault: input.is_default,
  }),
  proxmox: (input: ProxmoxInput) => ({
    ...commonColumns(input),
    username: input.username,
    tokenName: input.token_name,
    timeout: input.timeout,
    maxRetries: input.max_retries,
    retryBackoff: input.retry_backoff,
    siteSlug: input.site_slug,
    tenantSlug: input.tenant_slug,
    backendId: input.backend_id,
    syncModes: input.sync_modes,
    overwrite: input.overwrite,
  }),
};

/** Input → the columns of its table, secrets left out. */
export function toColumns<K extends EndpointKind>(kind: K, input: EndpointInput[K]): Record<string, unknown> {
  const make = columns[kind] as (input: EndpointInput[K]) => Record<string, unknown>; // safe because both share K
  return make(input);
}

type CommonRow = BackendRow | NetboxRow | ProxmoxRow;

const commonFields = (kind: EndpointKind, row: CommonRow) => ({
  id: row.id,
  kind,
  name: row.name,
  domain: row.domain,
  ip_address: row.ipAddress,
  port: row.port,
  verify_ssl: row.verifySsl,
  enabled: row.enabled,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

const fields = {
  backends: (row: BackendRow) => ({
    use_https: row.useHttps,
    has_token: row.sealedToken !== null,
    use_websocket: row.useWebsocket,
    websocket_domain: row.websocketDomain,
    websocket_port: row.websocketPort,
    is_default: row.isDefault,
    netbox_endpoint_id: row.netboxEndpointId,
    version: row.version,
  }),
  netbox: (row: NetboxRow) => ({
    token_version: row.tokenVersion,
    has_token: row.sealedToken !== null,
    has_token_key: row.sealedTokenKey !== null,
    is_default: row.isDefault,
  }),
  proxmox: (row: ProxmoxRow) => ({
    username: row.username,
    has_password: row.sealedPassword !== null,
    token_name: row.tokenName,
    has_token_value: row.sealedTokenValue !== null,
    timeout: row.timeout,
    max_retries: row.maxRetries,
    retry_backoff: row.retryBackoff,
    site_slug: row.siteSlug,
    tenant_slug: row.tenantSlug,
    backend_id: row.backendId,
    sync_modes: row.syncModes,
    overwrite: row.overwrite,
    pushed_at: row.pushedAt?.toISOString() ?? null,
    remote_id: row.remoteId,
  }),
};

/** A row as everybody may see it. */
export function toPublic<K extends EndpointKind>(kind: K, row: EndpointRow[K]): PublicEndpoint {
  const make = fields[kind] as (row: EndpointRow[K]) => Record<string, unknown>; // safe because both share K
  return { ...commonFields(kind, row), ...make(row), recovery_required: lostSecrets(kind, row) };
}
