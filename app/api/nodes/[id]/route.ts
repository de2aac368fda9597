import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getNode } from "#lib/nodes/get";
import { ProxmoxNode } from "#lib/nodes/schema";

export const GET = route({
  permission: "inventory:read",
  summary: "One node",
  params: IdParams,
  answers: ProxmoxNode,
  handle: ({ ctx, params }) => getNode(ctx, params.id),
});
