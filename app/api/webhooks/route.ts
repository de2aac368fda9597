import { z } from "zod";
import { listOf, listResponse } from "#lib/http/list";
import { queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";
import { listWebhooks } from "#lib/webhooks/list";
import { createWebhook } from "#lib/webhooks/save";
import { PublicWebhook, WebhookInput } from "#lib/webhooks/schema";

const list = shortList({
  filters: { id: z.coerce.number().int(), name: z.string(), enabled: queryBoolean },
  orders: ["id", "name", "created_at"],
  ordering: "id",
  search: ["name", "target_url"],
});

export const GET = route({
  permission: "webhooks:manage",
  summary: "Webhooks",
  query: list.query,
  answers: listOf(PublicWebhook),
  handle: async (input) => listResponse(list.page(await listWebhooks(input.ctx), input.query), input.query, input),
});

export const POST = route({
  permission: "webhooks:manage",
  summary: "Create a webhook",
  accepts: WebhookInput,
  answers: PublicWebhook,
  status: 201,
  handle: ({ ctx, body }) => createWebhook(ctx, body),
  done: () => "/settings/webhooks",
});
