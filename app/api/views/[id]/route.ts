import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { removeView } from "#lib/views/own-views";

export const DELETE = route({
  permission: "views:own",
  summary: "Delete an own saved view",
  params: IdParams,
  handle: ({ ctx, params }) => removeView(ctx, params.id),
  done: () => "/jobs",
});

export const POST = formMethods({ DELETE });
