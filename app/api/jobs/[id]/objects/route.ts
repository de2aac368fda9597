import { JobObject } from "#lib/frames/objects";
import { listOf, listResponse } from "#lib/http/list";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { JobObjectsQuery, listJobObjects } from "#lib/jobs/objects";

export const GET = route({
  permission: "jobs:read",
  summary: "What happened to each object of a job",
  params: IdParams,
  answers: listOf(JobObject),
  query: JobObjectsQuery,
  handle: async (input) =>
    listResponse(await listJobObjects(input.ctx, input.params.id, input.query), input.query, input),
});
