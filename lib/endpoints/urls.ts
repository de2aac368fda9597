import type { EndpointKind, PublicEndpoint } from "./schema.ts";

/** NetBox clients save an object back to `plugins/<plugin>/<one name>/<id>`: `next.config.mjs` leads these to our routes. */
const flatNames: Record<EndpointKind, string> = {
  backends: "backend-endpoints",
  netbox: "netbox-endpoints",
  proxmox: "proxmox-endpoints",
};

/** Where an endpoint is found: by programs and by people. */
export function withUrls(
  kind: EndpointKind,
  endpoint: PublicEndpoint,
): PublicEndpoint & { url: string; display_url: string } {
  return {
    ...endpoint,
    url: `/api/plugins/proxbox/${flatNames[kind]}/${endpoint.id}`,
    display_url: `/endpoints/${kind}/${endpoint.id}`,
  };
}
