import { refreshBackendOpenapi } from "#lib/backends/openapi";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";

export const POST = route({
  permission: "openapi:refresh",
  params: IdParams,
  handle: ({ ctx, params }) => refreshBackendOpenapi(ctx, params.id),
  done: (_, { params }) => `/endpoints/backends/${params.id}?tab=api`,
});
