import { listOf } from "#lib/http/list";
import { route } from "#lib/http/route";
import { inventoryResponse } from "#lib/inventory/list-response";
import { downloadNodes, listNodes } from "#lib/nodes/list";
import { NodeListParams, ProxmoxNode } from "#lib/nodes/schema";

export const GET = route({
  permission: "inventory:read",
  summary: "The nodes that were read, as JSON or CSV",
  query: NodeListParams,
  answers: listOf(ProxmoxNode),
  media: ["text/csv"],
  handle: (input) => inventoryResponse(input, { name: "nodes", list: listNodes, download: downloadNodes }),
});
