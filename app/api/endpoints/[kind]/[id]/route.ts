import { z } from "zod";
import { getEndpoint } from "#lib/endpoints/get";
import { KindInPath } from "#lib/endpoints/kinds";
import { AnyEndpointInput, inputSchemas, WireEndpoint, wireEndpoints } from "#lib/endpoints/schema";
import { updateEndpoint } from "#lib/endpoints/update";
import { withUrls } from "#lib/endpoints/urls";
import { absoluteUrls } from "#lib/http/answer";
import { assertMatches } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { writable } from "#lib/http/writable";
import { EndpointRemoval, removeEndpointAndCopies } from "#lib/sync/remove-endpoint";
import { confirmInBody } from "#lib/users/confirm-in-body";

const params = z.object({ kind: KindInPath, id: z.coerce.number().int().positive() });
type Updated = { display_url: string };

export const GET = route({
  permission: "endpoints:read",
  summary: "One endpoint, without its secrets",
  params,
  answers: WireEndpoint,
  handle: async ({ ctx, params: { kind, id } }) => withUrls(kind, await getEndpoint(ctx, kind, id)),
});

function change(isWhole: boolean) {
  return route({
    permission: "endpoints:write",
    summary: isWhole
      ? "Set an endpoint; what is not named gets its default, an empty secret stays"
      : "Change an endpoint; what is not named stays",
    params,
    body: z.record(z.string(), z.unknown()),
    accepts: isWhole ? AnyEndpointInput : z.record(z.string(), z.unknown()),
    answers: WireEndpoint,
    handle: async ({ ctx, params: { kind, id }, body: values, request, facts }) => {
      const current = await getEndpoint(ctx, kind, id);
      assertMatches(request.headers, absoluteUrls(withUrls(kind, current), facts.origin));
      const confirmed = await confirmInBody(ctx, values);
      const body = writable(confirmed.values, inputSchemas[kind], wireEndpoints[kind]);
      return withUrls(kind, await updateEndpoint(confirmed.ctx, kind, { id, body, isWhole }));
    },
    done: (updated: Updated) => updated.display_url,
  });
}

export const PATCH = change(false);
export const PUT = change(true);

export const DELETE = route({
  permission: "endpoints:write",
  summary: "Delete an endpoint and its secrets, and when asked to the copies of them at backends; its jobs stay",
  params,
  accepts: EndpointRemoval,
  handle: async ({ ctx, params: { kind, id }, body }) => {
    const confirmed = await confirmInBody(ctx, body);
    return removeEndpointAndCopies(confirmed.ctx, kind, id, confirmed.values);
  },
  done: (_, { params: { kind } }) => `/endpoints/${kind}`,
});

export const POST = formMethods({ PATCH, PUT, DELETE });
