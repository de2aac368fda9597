import { z } from "zod";
import { listNetboxRows } from "./list-rows.ts";
import { netboxRequest } from "./request.ts";
import type { NetboxTarget } from "./target.ts";

const Status = z.looseObject({
  "netbox-version": z.string(),
  plugins: z.record(z.string(), z.string()).default({}),
});

/** The release of NetBox and of its plugins. */
export async function readNetboxStatus(
  target: NetboxTarget,
  signal?: AbortSignal,
): Promise<{ netboxVersion: string; plugins: Record<string, string> }> {
  const status = await netboxRequest(target, { path: "/api/status/", schema: Status, signal });
  return { netboxVersion: status["netbox-version"], plugins: status.plugins };
}

export const PluginRow = z.looseObject({
  id: z.number().int(),
  name: z.string().nullish(),
  domain: z.string().nullish(),
  port: z.coerce.number().int().nullish(),
  /** A bare address, or NetBox's own address object with a prefix length. */
  ip_address: z.union([z.string(), z.looseObject({ address: z.string() })]).nullish(),
  enabled: z.boolean().nullish(),
  site: z.looseObject({ id: z.number().int().optional(), slug: z.string().nullish() }).nullish(),
});
export type PluginProxmoxEndpoint = {
  id: number;
  name: string | null;
  domain: string | null;
  ip_address: string | null;
  port: number;
  enabled: boolean;
  /** The slug of its site; null when it has none. */
  site: string | null;
};

export const PLUGIN_ENDPOINTS_PATH = "/api/plugins/proxbox/endpoints/proxmox/";
const DEFAULT_PORT = 8006;

/** The plugin's Proxmox endpoint rows, all pages. */
export async function listPluginProxmoxEndpoints(
  target: NetboxTarget,
  signal?: AbortSignal,
): Promise<PluginProxmoxEndpoint[]> {
  const rows = await listNetboxRows(target, { path: PLUGIN_ENDPOINTS_PATH, schema: PluginRow, signal });
  return rows.map(toPluginEndpoint);
}

export function toPluginEndpoint(row: z.infer<typeof PluginRow>): PluginProxmoxEndpoint {
  const address = typeof row.ip_address === "string" ? row.ip_address : row.ip_address?.address;
  return {
    id: row.id,
    name: row.name ?? null,
    domain: row.domain || null,
    ip_address: address?.split("/")[0] ?? null,
    port: row.port ?? DEFAULT_PORT,
    enabled: row.enabled ?? true,
    site: row.site ? (row.site.slug ?? "") : null,
  };
}
