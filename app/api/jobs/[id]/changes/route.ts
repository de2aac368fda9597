import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getJobChanges, JobChanges } from "#lib/jobs/changes";

export const GET = route({
  permission: "jobs:read",
  summary: "What a job did, against the run before it of the same scope",
  params: IdParams,
  answers: JobChanges,
  handle: ({ ctx, params }) => getJobChanges(ctx, params.id),
});
