import { z } from "zod";
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
});
const Page = z.looseObject({ count: z.number().int(), next: z.string().nullish(), results: z.array(PluginRow) });

export type PluginProxmoxEndpoint = {
  id: number;
  name: string | null;
  domain: string | null;
  ip_address: string | null;
  port: number;
};

export const PLUGIN_ENDPOINTS_PATH = "/api/plugins/proxbox/endpoints/proxmox/";
const PAGE = 200;
const DEFAULT_PORT = 8006;

/** The plugin's Proxmox endpoint rows, all pages; `next` is not followed, because it may name another host. */
export async function listPluginProxmoxEndpoints(
  target: NetboxTarget,
  signal?: AbortSignal,
): Promise<PluginProxmoxEndpoint[]> {
  const rows: PluginProxmoxEndpoint[] = [];
  for (;;) {
    const query = { limit: PAGE, offset: rows.length };
    const page = await netboxRequest(target, {
      path: PLUGIN_ENDPOINTS_PATH,
      query,
      schema: Page,
      signal,
    });
    rows.push(...page.results.map(toPluginEndpoint));
    if (page.results.length === 0 || rows.length >= page.count) return rows;
  }
}

export function toPluginEndpoint(row: z.infer<typeof PluginRow>): PluginProxmoxEndpoint {
  const address = typeof row.ip_address === "string" ? row.ip_address : row.ip_address?.address;
  return {
    id: row.id,
    name: row.name ?? null,
    domain: row.domain || null,
    ip_address: address?.split("/")[0] ?? null,
    port: row.port ?? DEFAULT_PORT,
  };
}
