import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { PublicDelivery } from "#lib/webhooks/schema";
import { testWebhook } from "#lib/webhooks/test-webhook";

/** Answers 200 also when the receiver does not: that is the result. */
export const POST = route({
  permission: "webhooks:manage",
  summary: "Send the event test now",
  params: IdParams,
  answers: PublicDelivery,
  handle: ({ ctx, params }) => testWebhook(ctx, params.id),
  done: (_, { params }) => `/settings/webhooks/${params.id}`,
});
