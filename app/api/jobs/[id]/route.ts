import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getJob } from "#lib/jobs/get";
import { removeJob } from "#lib/jobs/remove";

export const GET = route({
  permission: "jobs:read",
  params: IdParams,
  handle: ({ ctx, params }) => getJob(ctx, params.id),
});

export const DELETE = route({
  permission: "jobs:delete",
  params: IdParams,
  handle: ({ ctx, params }) => removeJob(ctx, params.id),
  done: () => "/jobs",
});

export const POST = formMethods({ DELETE });
