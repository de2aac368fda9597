import { listResponse } from "#lib/http/list";
import { route } from "#lib/http/route";
import { listNodes } from "#lib/nodes/list";
import { NodeListParams } from "#lib/nodes/schema";

export const GET = route({
  permission: "inventory:read",
  query: NodeListParams,
  handle: async (input) => listResponse(await listNodes(input.ctx, input.query), input.query, input),
});
