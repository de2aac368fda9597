import { assertMatches, objectResponse } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";
import { getUser } from "#lib/users/get";
import { removeUser } from "#lib/users/remove";
import { saveUser } from "#lib/users/save";
import { UserPatch } from "#lib/users/schema";

export const GET = route({
  permission: "users:manage",
  params: IdParams,
  handle: async ({ ctx, params, facts, request }) =>
    objectResponse(absoluteUrls(await getUser(ctx, params.id), facts.origin), request.headers),
});

export const PATCH = route({
  permission: "users:manage",
  summary: "Change a user",
  params: IdParams,
  accepts: UserPatch,
  handle: async ({ ctx, params, body, facts, request }) => {
    assertMatches(request.headers, absoluteUrls(await getUser(ctx, params.id), facts.origin));
    return saveUser(ctx, params.id, body);
  },
  done: () => "/settings/users",
});

export const DELETE = route({
  permission: "users:manage",
  params: IdParams,
  handle: ({ ctx, params }) => removeUser(ctx, params.id),
  done: () => "/settings/users",
});

export const POST = formMethods({ PATCH, DELETE });
