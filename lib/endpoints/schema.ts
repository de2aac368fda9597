import { z } from "zod";
import { Overwrite, SyncModes } from "../settings/schema.ts";

export const endpointKinds = ["backends", "netbox", "proxmox"] as const;
export const EndpointKind = z.enum(endpointKinds);
export type EndpointKind = z.infer<typeof EndpointKind>;

/** What people call a kind. */
export const kindTitles: Record<EndpointKind, { one: string; many: string }> = {
  backends: { one: "backend", many: "Backends" },
  netbox: { one: "NetBox endpoint", many: "NetBox endpoints" },
  proxmox: { one: "Proxmox endpoint", many: "Proxmox endpoints" },
};

const blankIsNull = (value: unknown) => (value === "" || value === undefined ? null : value);
const optionalText = (max: number) =>
  z.preprocess(blankIsNull, z.string().trim().min(1).max(max).nullable()).default(null);
/** Empty keeps what is stored. */
const secret = (max: number) => z.preprocess(blankIsNull, z.string().min(1).max(max).nullable()).default(null);
const optionalId = z.preprocess(blankIsNull, z.coerce.number().int().positive().nullable()).default(null);
export const flag = (initial: boolean) => z.preprocess((value) => lastBoolean(value), z.boolean()).default(initial);
const port = (initial: number) =>
  z
    .preprocess(
      (value) => (value === "" ? undefined : value),
      z.coerce.number({ error: "is not a number; use 1 to 65535" }).int().min(1).max(65_535),
    )
    .default(initial);

/** A native checkbox sends its hidden "false" first and "true" after it. */
function lastBoolean(value: unknown): unknown {
  const last = Array.isArray(value) ? value.at(-1) : value;
  if (last === "true" || last === "1" || last === 1 || last === "on") return true;
  if (last === "false" || last === "0" || last === 0) return false;
  return last;
}

const HOST = /^(?=.{1,255}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})?)*\.?$/;

const domain = z
  .preprocess(
    blankIsNull,
    z
      .string()
      .trim()
      .refine((text) => !text.includes("://"), "is a URL; enter the host name alone")
      .refine((text) => text.includes("://") || HOST.test(text) || text.includes(":"), "is not a host name")
      .nullable(),
  )
  .default(null);

const ipAddress = z
  .preprocess(
    blankIsNull,
    z
      .string()
      .trim()
      .superRefine((text, issue) => {
        const [bare, mask] = text.split("/");
        if (mask !== undefined) issue.addIssue({ code: "custom", message: `has a prefix length; enter ${bare}` });
        else if (/^\[.*\]$/.test(text))
          issue.addIssue({ code: "custom", message: `has brackets; enter ${text.slice(1, -1)}` });
        else if (!z.union([z.ipv4(), z.ipv6()]).safeParse(text).success)
          issue.addIssue({ code: "custom", message: "is not an IP address" });
      })
      .nullable(),
  )
  .default(null);

const common = (initialPort: number) => ({
  name: z.string().trim().min(1, "is empty").max(80),
  domain,
  ip_address: ipAddress,
  port: port(initialPort),
  verify_ssl: flag(true),
  enabled: flag(true),
});

const KEY_BYTES = { min: 32, max: 72 };

export const BackendInput = z.strictObject({
  ...common(8800),
  use_https: flag(false),
  token: secret(200).refine(
    (text) => text === null || (Buffer.byteLength(text) >= KEY_BYTES.min && Buffer.byteLength(text) <= KEY_BYTES.max),
    `is not between ${KEY_BYTES.min} and ${KEY_BYTES.max} bytes long`,
  ),
  use_websocket: flag(false),
  websocket_domain: optionalText(255),
  websocket_port: z.preprocess(blankIsNull, z.coerce.number().int().min(1).max(65_535).nullable()).default(null),
  is_default: flag(false),
  netbox_endpoint_id: optionalId,
});

export const NetboxInput = z.strictObject({
  ...common(443),
  token_version: z.enum(["v1", "v2"]).default("v1"),
  token_key: secret(200),
  token: secret(1000),
  is_default: flag(false),
});

const seconds = (max: number) => z.preprocess(blankIsNull, z.coerce.number().min(0).max(max).nullable()).default(null);

export const ProxmoxInput = z.strictObject({
  ...common(8006),
  username: z.string().trim().min(1, "is empty").max(255),
  password: secret(1000),
  token_name: optionalText(255),
  token_value: secret(1000),
  timeout: seconds(3600),
  max_retries: z.preprocess(blankIsNull, z.coerce.number().int().min(0).max(100).nullable()).default(null),
  retry_backoff: seconds(300),
  site_slug: optionalText(255),
  tenant_slug: optionalText(255),
  backend_id: optionalId,
  sync_modes: SyncModes.nullable().default(null),
  overwrite: Overwrite.nullable().default(null),
});

export type BackendInput = z.infer<typeof BackendInput>;
export type NetboxInput = z.infer<typeof NetboxInput>;
export type ProxmoxInput = z.infer<typeof ProxmoxInput>;

export const inputSchemas = { backends: BackendInput, netbox: NetboxInput, proxmox: ProxmoxInput } as const;

export type EndpointInput = { backends: BackendInput; netbox: NetboxInput; proxmox: ProxmoxInput };

/** The inputs that are secrets, by kind: never part of an answer. */
export const secretInputs: { [K in EndpointKind]: readonly (keyof EndpointInput[K] & string)[] } = {
  backends: ["token"],
  netbox: ["token", "token_key"],
  proxmox: ["password", "token_value"],
};

const answered = {
  id: z.number(),
  kind: EndpointKind,
  name: z.string(),
  domain: z.string().nullable(),
  ip_address: z.string().nullable(),
  port: z.number(),
  verify_ssl: z.boolean(),
  enabled: z.boolean(),
  /** The secrets that no key opens any more: enter them again. Empty when all is well. */
  recovery_required: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
};

/** What anybody who may read endpoints sees. It has no secret field by construction. */
export type PublicEndpoint = z.infer<z.ZodObject<typeof answered>> & { [field: string]: unknown };

const links = { url: z.string(), display_url: z.string() };
const text = z.string().nullable();
const number = z.number().nullable();

/** The same as the API shows it, by kind. */
export const wireEndpoints = {
  backends: z
    .object({
      ...answered,
      use_https: z.boolean(),
      has_token: z.boolean(),
      use_websocket: z.boolean(),
      websocket_domain: text,
      websocket_port: number,
      is_default: z.boolean(),
      netbox_endpoint_id: number,
      version: text,
      ...links,
    })
    .meta({ id: "Backend" }),
  netbox: z
    .object({
      ...answered,
      token_version: z.enum(["v1", "v2"]),
      has_token: z.boolean(),
      has_token_key: z.boolean(),
      is_default: z.boolean(),
      ...links,
    })
    .meta({ id: "NetboxEndpoint" }),
  proxmox: z
    .object({
      ...answered,
      username: z.string(),
      has_password: z.boolean(),
      token_name: text,
      has_token_value: z.boolean(),
      timeout: number,
      max_retries: number,
      retry_backoff: number,
      site_slug: text,
      tenant_slug: text,
      backend_id: number,
      sync_modes: SyncModes.nullable(),
      overwrite: Overwrite.nullable(),
      pushed_at: text,
      remote_id: number,
      ...links,
    })
    .meta({ id: "ProxmoxEndpoint" }),
} as const;

export const WireEndpoint = z.union([wireEndpoints.backends, wireEndpoints.netbox, wireEndpoints.proxmox]);

/** The own password, where a change sends credentials to a new place and it was not entered lately; never stored. */
const confirmation = { confirm_password: z.string().optional() };
export const AnyEndpointInput = z.union([
  BackendInput.extend(confirmation).meta({ id: "BackendInput" }),
  NetboxInput.extend(confirmation).meta({ id: "NetboxInput" }),
  ProxmoxInput.extend(confirmation).meta({ id: "ProxmoxInput" }),
]);
