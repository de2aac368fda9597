import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { revokeToken } from "#lib/tokens/revoke";

export const DELETE = route({
  permission: "tokens:own",
  params: IdParams,
  handle: ({ ctx, params }) => revokeToken(ctx, params.id),
});
