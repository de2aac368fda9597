import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { listOf, listResponse } from "#lib/http/list";
import { paging } from "#lib/http/query";
import { route } from "#lib/http/route";
import { CheckResult, listCheckHistory } from "#lib/status/get";
import { serviceOfKind } from "#lib/status/schema";

export const GET = route({
  permission: "checks:read",
  params: z.object({ kind: KindInPath, id: z.coerce.number().int().positive() }),
  summary: "Earlier results of an endpoint, newest first",
  answers: listOf(CheckResult),
  query: z.strictObject({ ...paging, ordering: z.literal("-at").default("-at") }),
  handle: async (input) => {
    const { kind, id } = input.params;
    const { limit, offset } = input.query;
    const page = await listCheckHistory(input.ctx, { service: serviceOfKind[kind], id, limit, offset });
    return listResponse(page, input.query, input);
  },
});
