import { z } from "zod";
import { listOf, listResponse } from "#lib/http/list";
import { IdParams, paging } from "#lib/http/query";
import { route } from "#lib/http/route";
import { listDeliveries } from "#lib/webhooks/list";
import { PublicDelivery } from "#lib/webhooks/schema";

export const GET = route({
  permission: "webhooks:manage",
  summary: "What was sent to a webhook, newest first",
  params: IdParams,
  query: z.strictObject({ ...paging, ordering: z.enum(["-id"]).default("-id") }),
  answers: listOf(PublicDelivery),
  handle: async (input) =>
    listResponse(await listDeliveries(input.ctx, input.params.id, input.query), input.query, input),
});
