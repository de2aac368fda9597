import { BackendOpenapi, getBackendOpenapi } from "#lib/backends/openapi";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "openapi:read",
  summary: "The backend's calls, as last read",
  params: IdParams,
  answers: BackendOpenapi,
  handle: ({ ctx, params }) => getBackendOpenapi(ctx, params.id),
});
