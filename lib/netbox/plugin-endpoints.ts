/** The endpoints that the plugin netbox-proxbox keeps, as its API shows them: everything but secrets. */
import { z } from "zod";
import { listNetboxRows } from "./list-rows.ts";
import type { NetboxTarget } from "./target.ts";

const choice = z.union([z.string(), z.looseObject({ value: z.string() }).transform(({ value }) => value)]).nullish();
const slug = z.looseObject({ slug: z.string().nullish() }).nullish();
const address = z
  .union([z.string(), z.looseObject({ address: z.string() }).transform((row) => row.address)])
  .nullish()
  // NetBox's addresses carry a prefix length.
  .transform((text) => text?.split("/")[0] || null);
const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
const port = z.coerce.number().int().nullish();

const common = {
  id: z.number().int(),
  name: text,
  domain: text,
  ip_address: address,
  port,
  verify_ssl: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
};

const rows = {
  proxmox: z.looseObject({
    ...common,
    username: text,
    token_name: text,
    timeout: z.coerce.number().nullish(),
    max_retries: z.coerce.number().int().nullish(),
    retry_backoff: z.coerce.number().nullish(),
    site: slug,
    tenant: slug,
  }),
  netbox: z.looseObject({ ...common, token_version: choice }),
  backends: z.looseObject({
    ...common,
    use_https: z.boolean().nullish(),
    use_websocket: z.boolean().nullish(),
    websocket_domain: text,
    websocket_port: port,
  }),
} as const;

export type PluginEndpoints = { [K in keyof typeof rows]: z.infer<(typeof rows)[K]>[] };

const ROOT = "/api/plugins/proxbox/endpoints";

/** All three kinds; `backends` is what the plugin calls `fastapi`. */
export async function listPluginEndpoints(target: NetboxTarget, signal?: AbortSignal): Promise<PluginEndpoints> {
  const [backends, netbox, proxmox] = await Promise.all([
    listNetboxRows(target, { path: `${ROOT}/fastapi/`, schema: rows.backends, signal }),
    listNetboxRows(target, { path: `${ROOT}/netbox/`, schema: rows.netbox, signal }),
    listNetboxRows(target, { path: `${ROOT}/proxmox/`, schema: rows.proxmox, signal }),
  ]);
  return { backends, netbox, proxmox };
}
