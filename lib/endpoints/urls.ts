import type { EndpointKind, PublicEndpoint } from "./schema.ts";

/** Where an endpoint is found: by programs (the form NetBox clients save back to) and by people. */
export function withUrls(
  kind: EndpointKind,
  endpoint: PublicEndpoint,
): PublicEndpoint & { url: string; display_url: string } {
  return {
    ...endpoint,
    url: `/api/plugins/proxbox/endpoints/${kind}/${endpoint.id}`,
    display_url: `/endpoints/${kind}/${endpoint.id}`,
  };
}
