import { getCluster } from "#lib/clusters/get";
import { objectResponse } from "#lib/http/etag";
import { IdParams } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";

export const GET = route({
  permission: "inventory:read",
  params: IdParams,
  handle: async ({ ctx, params, request, facts }) =>
    objectResponse(absoluteUrls(await getCluster(ctx, params.id), facts.origin), request.headers),
});
