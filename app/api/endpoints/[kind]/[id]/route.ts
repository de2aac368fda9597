import { z } from "zod";
import { getEndpoint } from "#lib/endpoints/get";
import { KindInPath } from "#lib/endpoints/kinds";
import { removeEndpoint } from "#lib/endpoints/remove";
import { type EndpointKind, inputSchemas } from "#lib/endpoints/schema";
import { updateEndpoint } from "#lib/endpoints/update";
import { withUrls } from "#lib/endpoints/urls";
import { assertMatches, objectResponse } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { absoluteUrls, route } from "#lib/http/route";

const params = z.object({ kind: KindInPath, id: z.coerce.number().int().positive() });
const body = z.record(z.string(), z.unknown());
type Updated = { display_url: string };

export const GET = route({
  permission: "endpoints:read",
  params,
  handle: async ({ ctx, params: { kind, id }, request, facts }) =>
    objectResponse(absoluteUrls(withUrls(kind, await getEndpoint(ctx, kind, id)), facts.origin), request.headers),
});

/** What NetBox clients send back with an object and nobody can change. */
function writable(kind: EndpointKind, values: Record<string, unknown>): Record<string, unknown> {
  const readOnly = new Set([
    "id",
    "url",
    "display_url",
    "kind",
    "created_at",
    "updated_at",
    "pushed_at",
    "remote_id",
    "version",
  ]);
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name]) => name in inputSchemas[kind].shape || !(readOnly.has(name) || name.startsWith("has_")),
    ),
  );
}

function change(isWhole: boolean) {
  return route({
    permission: "endpoints:write",
    params,
    body,
    handle: async ({ ctx, params: { kind, id }, body: values, request, facts }) => {
      const current = await getEndpoint(ctx, kind, id);
      assertMatches(request.headers, absoluteUrls(withUrls(kind, current), facts.origin));
      const input = { id, body: writable(kind, values), isWhole };
      return withUrls(kind, await updateEndpoint(ctx, kind, input));
    },
    done: (updated: Updated) => updated.display_url,
  });
}

export const PATCH = change(false);
export const PUT = change(true);

export const DELETE = route({
  permission: "endpoints:write",
  params,
  handle: ({ ctx, params: { kind, id } }) => removeEndpoint(ctx, kind, id),
  done: (_, { params: { kind } }) => `/endpoints/${kind}`,
});

export const POST = formMethods({ PATCH, PUT, DELETE });
