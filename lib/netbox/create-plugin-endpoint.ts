import { z } from "zod";
import type { PluginProxmoxEndpoint } from "./plugin.ts";
import { PLUGIN_ENDPOINTS_PATH, PluginRow, toPluginEndpoint } from "./plugin.ts";
import { netboxRequest } from "./request.ts";
import type { NetboxTarget } from "./target.ts";

export type NewPluginEndpoint = {
  name: string;
  domain: string | null;
  ipAddress: string | null;
  port: number;
  username: string;
  verifySsl: boolean;
  /** The NetBox site of its nodes; older plugins fail without one. */
  siteSlug: string | null;
};

const Address = z.looseObject({ id: z.number().int(), address: z.string() });
type Address = z.infer<typeof Address>;
const Addresses = z.looseObject({ results: z.array(Address) });
const ADDRESSES_PATH = "/api/ipam/ip-addresses/";

/**
 * Adds the plugin's row of a Proxmox endpoint, by which newer backends find their endpoint. No credential goes along:
 * the backend has its own. The IP address becomes an address object of NetBox, which is made when there is none.
 */
export async function createPluginProxmoxEndpoint(
  target: NetboxTarget,
  input: NewPluginEndpoint,
  signal?: AbortSignal,
): Promise<PluginProxmoxEndpoint> {
  const address = input.ipAddress === null ? null : await findOrAddAddress(target, input.ipAddress, signal);
  const row = await netboxRequest(target, {
    method: "POST",
    path: PLUGIN_ENDPOINTS_PATH,
    body: {
      name: input.name,
      domain: input.domain ?? "",
      ip_address: address && { id: address.id, address: address.address },
      port: input.port,
      username: input.username,
      verify_ssl: input.verifySsl,
      mode: "undefined",
      enabled: true,
      ...(input.siteSlug === null ? {} : { site: { slug: input.siteSlug } }),
    },
    schema: PluginRow,
    signal,
  });
  return toPluginEndpoint(row);
}

async function findOrAddAddress(target: NetboxTarget, ip: string, signal?: AbortSignal): Promise<Address> {
  const bare = ip.split("/")[0] ?? ip;
  const query = { address: bare, limit: 50 };
  const { results } = await netboxRequest(target, { path: ADDRESSES_PATH, query, schema: Addresses, signal });
  const known = results.find(({ address }) => address.split("/")[0]?.toLowerCase() === bare.toLowerCase());
  if (known) return known;
  const body = { address: `${bare}/${bare.includes(":") ? 128 : 32}`, status: "active", description: "Proxmox VE" };
  return netboxRequest(target, { method: "POST", path: ADDRESSES_PATH, body, schema: Address, signal });
}
