import { revokeSessionById } from "#lib/auth/revoke-session";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";

export const DELETE = route({
  permission: "sessions:own",
  summary: "End a session; its streams end within a minute",
  params: IdParams,
  handle: ({ ctx, params }) => revokeSessionById(ctx, params.id),
  done: () => "/settings/sessions",
});

export const POST = formMethods({ DELETE });
