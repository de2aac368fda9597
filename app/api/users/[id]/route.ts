import { absoluteUrls } from "#lib/http/answer";
import { assertMatches } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { writable } from "#lib/http/writable";
import { getUser } from "#lib/users/get";
import { removeUser } from "#lib/users/remove";
import { saveUser } from "#lib/users/save";
import { PublicUser, UserPatch } from "#lib/users/schema";

export const GET = route({
  permission: "users:manage",
  summary: "One user",
  params: IdParams,
  answers: PublicUser,
  handle: ({ ctx, params }) => getUser(ctx, params.id),
});

export const PATCH = route({
  permission: "users:manage",
  summary: "Change a user; what is not named stays",
  params: IdParams,
  accepts: UserPatch,
  answers: PublicUser,
  handle: async ({ ctx, params, body, facts, request }) => {
    assertMatches(request.headers, absoluteUrls(await getUser(ctx, params.id), facts.origin));
    return saveUser(ctx, params.id, writable(body, UserPatch, PublicUser));
  },
  done: () => "/settings/users",
});

export const DELETE = route({
  permission: "users:manage",
  summary: "Delete a user with sessions and tokens",
  params: IdParams,
  handle: ({ ctx, params }) => removeUser(ctx, params.id),
  done: () => "/settings/users",
});

export const POST = formMethods({ PATCH, DELETE });
