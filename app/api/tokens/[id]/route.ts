import { objectResponse } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";
import { getToken } from "#lib/tokens/list";
import { revokeToken } from "#lib/tokens/revoke";

export const GET = route({
  permission: "tokens:own",
  params: IdParams,
  handle: async ({ ctx, params, facts, request }) =>
    objectResponse(absoluteUrls(await getToken(ctx, params.id), facts.origin), request.headers),
});

export const DELETE = route({
  permission: "tokens:own",
  summary: "Take a token back",
  params: IdParams,
  handle: ({ ctx, params }) => revokeToken(ctx, params.id),
  done: () => "/settings/tokens",
});

export const POST = formMethods({ DELETE });
