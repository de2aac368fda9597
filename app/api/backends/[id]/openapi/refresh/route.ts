import { BackendOpenapi, refreshBackendOpenapi } from "#lib/backends/openapi";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";

export const POST = route({
  permission: "openapi:refresh",
  summary: "Read the backend's calls again",
  params: IdParams,
  answers: BackendOpenapi,
  handle: ({ ctx, params }) => refreshBackendOpenapi(ctx, params.id),
  done: (_, { params }) => `/endpoints/backends/${params.id}?tab=api`,
});
