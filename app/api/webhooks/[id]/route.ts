import { absoluteUrls } from "#lib/http/answer";
import { assertMatches } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { writable } from "#lib/http/writable";
import { getWebhook } from "#lib/webhooks/list";
import { removeWebhook, updateWebhookFields } from "#lib/webhooks/save";
import { PublicWebhook, WebhookPatch } from "#lib/webhooks/schema";

export const GET = route({
  permission: "webhooks:manage",
  summary: "One webhook, without its secret",
  params: IdParams,
  answers: PublicWebhook,
  handle: ({ ctx, params }) => getWebhook(ctx, params.id),
});

export const PATCH = route({
  permission: "webhooks:manage",
  summary: "Change a webhook; what is not named stays, an empty secret too",
  params: IdParams,
  accepts: WebhookPatch,
  answers: PublicWebhook,
  handle: async ({ ctx, params, body, request, facts }) => {
    assertMatches(request.headers, absoluteUrls(await getWebhook(ctx, params.id), facts.origin));
    return updateWebhookFields(ctx, params.id, writable(body, WebhookPatch, PublicWebhook));
  },
  done: () => "/settings/webhooks",
});

export const DELETE = route({
  permission: "webhooks:manage",
  summary: "Delete a webhook with its history",
  params: IdParams,
  handle: ({ ctx, params }) => removeWebhook(ctx, params.id),
  done: () => "/settings/webhooks",
});

export const POST = formMethods({ PATCH, DELETE });
