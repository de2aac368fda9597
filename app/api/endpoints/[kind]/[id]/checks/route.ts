import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { listResponse } from "#lib/http/list";
import { paging } from "#lib/http/query";
import { route } from "#lib/http/route";
import { listCheckHistory } from "#lib/status/get";
import { serviceOfKind } from "#lib/status/schema";

export const GET = route({
  permission: "checks:read",
  params: z.object({ kind: KindInPath, id: z.coerce.number().int().positive() }),
  query: z.strictObject({ ...paging, ordering: z.literal("-at").default("-at") }),
  handle: async (input) => {
    const { kind, id } = input.params;
    const { limit, offset } = input.query;
    const page = await listCheckHistory(input.ctx, { service: serviceOfKind[kind], id, limit, offset });
    return listResponse(page, input.query, input);
  },
});
