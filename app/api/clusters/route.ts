import { downloadClusters, listClusters } from "#lib/clusters/list";
import { Cluster, ClusterListParams } from "#lib/clusters/schema";
import { listOf } from "#lib/http/list";
import { route } from "#lib/http/route";
import { inventoryResponse } from "#lib/inventory/list-response";

export const GET = route({
  permission: "inventory:read",
  summary: "The clusters that were read, as JSON or CSV",
  query: ClusterListParams,
  answers: listOf(Cluster),
  media: ["text/csv"],
  handle: (input) => inventoryResponse(input, { name: "clusters", list: listClusters, download: downloadClusters }),
});
