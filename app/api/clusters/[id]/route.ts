import { getCluster } from "#lib/clusters/get";
import { Cluster } from "#lib/clusters/schema";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "inventory:read",
  summary: "One cluster",
  params: IdParams,
  answers: Cluster,
  handle: ({ ctx, params }) => getCluster(ctx, params.id),
});
