import { sql } from "drizzle-orm";
import { boolean, doublePrecision, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, id, reference, updatedAt } from "../columns.ts";

const common = () => ({
  id: id(),
  name: text("name").notNull(),
  domain: text("domain"),
  ipAddress: text("ip_address"),
  port: integer("port").notNull(),
  verifySsl: boolean("verify_ssl").notNull().default(true),
  enabled: boolean("enabled").notNull().default(true),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const backends = pgTable(
  "backends",
  {
    ...common(),
    useHttps: boolean("use_https").notNull().default(false),
    sealedToken: text("sealed_token"),
    useWebsocket: boolean("use_websocket").notNull().default(false),
    websocketDomain: text("websocket_domain"),
    websocketPort: integer("websocket_port"),
    isDefault: boolean("is_default").notNull().default(false),
    netboxEndpointId: reference("netbox_endpoint_id"),
    /** Our NetBox endpoint whose data this backend was last given: a job never re-points it. */
    pushedNetboxEndpointId: reference("pushed_netbox_endpoint_id"),
    pushedNetboxFingerprint: text("pushed_netbox_fingerprint"),
    /** Last release and capabilities seen, for the plan of a job. */
    version: text("version"),
    /** It locked this console out: nothing is sent to it before. */
    lockedUntil: at("locked_until"),
    /** When it last refused the key that is stored here. */
    keyRefusedAt: at("key_refused_at"),
  },
  (table) => [
    uniqueIndex("backends_name_key").on(sql`lower(${table.name})`),
    uniqueIndex("backends_one_default_key").on(table.isDefault).where(sql`is_default`),
  ],
);

export const netboxEndpoints = pgTable(
  "netbox_endpoints",
  {
    ...common(),
    tokenVersion: text("token_version", { enum: ["v1", "v2"] })
      .notNull()
      .default("v1"),
    sealedTokenKey: text("sealed_token_key"),
    sealedToken: text("sealed_token"),
    isDefault: boolean("is_default").notNull().default(false),
  },
  (table) => [
    uniqueIndex("netbox_endpoints_name_key").on(sql`lower(${table.name})`),
    uniqueIndex("netbox_endpoints_one_default_key").on(table.isDefault).where(sql`is_default`),
  ],
);

export const proxmoxEndpoints = pgTable(
  "proxmox_endpoints",
  {
    ...common(),
    username: text("username").notNull(),
    sealedPassword: text("sealed_password"),
    tokenName: text("token_name"),
    sealedTokenValue: text("sealed_token_value"),
    /** Seconds. */
    timeout: integer("timeout"),
    maxRetries: integer("max_retries"),
    /** Seconds. */
    retryBackoff: doublePrecision("retry_backoff"),
    siteSlug: text("site_slug"),
    tenantSlug: text("tenant_slug"),
    /** Null: the default backend. */
    backendId: reference("backend_id"),
    /** Own sync modes and overwrite flags; they win over the global ones. */
    syncModes: jsonb("sync_modes").$type<Record<string, string>>(),
    overwrite: jsonb("overwrite").$type<Record<string, boolean>>(),
    pushedBackendId: reference("pushed_backend_id"),
    pushedFingerprint: text("pushed_fingerprint"),
    pushedAt: at("pushed_at"),
    /** The id of this endpoint in the database of `pushed_backend_id`. */
    remoteId: integer("remote_id"),
  },
  (table) => [uniqueIndex("proxmox_endpoints_name_key").on(sql`lower(${table.name})`)],
);
