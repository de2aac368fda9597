import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { route } from "#lib/http/route";
import { pushEndpoint } from "#lib/sync/push-endpoint";

export const POST = route({
  permission: "endpoints:push",
  params: z.object({ kind: KindInPath, id: z.coerce.number().int().positive() }),
  handle: async ({ ctx, params }) => {
    const pushed = await pushEndpoint(ctx, params.kind, params.id);
    return { change: pushed.change, remote_id: pushed.remoteId };
  },
  done: (_, { params }) => `/endpoints/${params.kind}/${params.id}`,
});
