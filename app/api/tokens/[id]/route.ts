import { absoluteUrls } from "#lib/http/answer";
import { assertMatches } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { writable } from "#lib/http/writable";
import { changeToken } from "#lib/tokens/change";
import { tokenFromForm } from "#lib/tokens/from-form";
import { getToken } from "#lib/tokens/list";
import { revokeToken } from "#lib/tokens/revoke";
import { PublicToken, TokenPatch } from "#lib/tokens/schema";

export const GET = route({
  permission: "tokens:own",
  summary: "One token, without its secret",
  params: IdParams,
  answers: PublicToken,
  handle: ({ ctx, params }) => getToken(ctx, params.id),
});

export const PATCH = route({
  permission: "tokens:own",
  summary: "Change name, expiry, addresses or write flag of a token; what is not named stays",
  params: IdParams,
  accepts: TokenPatch,
  answers: PublicToken,
  handle: async ({ ctx, params, body, isNativeForm, request, facts }) => {
    assertMatches(request.headers, absoluteUrls(await getToken(ctx, params.id), facts.origin));
    const values = isNativeForm
      ? tokenFromForm(body)
      : writable(body as Record<string, unknown>, TokenPatch, PublicToken);
    return changeToken(ctx, params.id, values);
  },
  done: () => "/settings/tokens",
});

export const DELETE = route({
  permission: "tokens:own",
  summary: "Take a token back",
  params: IdParams,
  handle: ({ ctx, params }) => revokeToken(ctx, params.id),
  done: () => "/settings/tokens",
});

export const POST = formMethods({ PATCH, DELETE });
