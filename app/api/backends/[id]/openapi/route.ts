import { getBackendOpenapi } from "#lib/backends/openapi";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "openapi:read",
  params: IdParams,
  handle: ({ ctx, params }) => getBackendOpenapi(ctx, params.id),
});
