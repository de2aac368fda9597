import { listClusters } from "#lib/clusters/list";
import { ClusterListParams } from "#lib/clusters/schema";
import { listResponse } from "#lib/http/list";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "inventory:read",
  query: ClusterListParams,
  handle: async (input) => listResponse(await listClusters(input.ctx, input.query), input.query, input),
});
