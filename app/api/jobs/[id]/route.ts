import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getJob } from "#lib/jobs/get";
import { removeJob } from "#lib/jobs/remove";
import { WireJob } from "#lib/jobs/wire";

export const GET = route({
  permission: "jobs:read",
  summary: "One job with its stages",
  params: IdParams,
  answers: WireJob,
  handle: ({ ctx, params }) => getJob(ctx, params.id),
});

export const DELETE = route({
  permission: "jobs:delete",
  summary: "Delete a job that is over, with its frames",
  params: IdParams,
  handle: ({ ctx, params }) => removeJob(ctx, params.id),
  done: () => "/jobs",
});

export const POST = formMethods({ DELETE });
