import { listOf, listResponse } from "#lib/http/list";
import { absoluteUrls, route } from "#lib/http/route";
import { enqueueJob } from "#lib/jobs/enqueue";
import { listJobs } from "#lib/jobs/list";
import { JobListParams, toJobListQuery } from "#lib/jobs/query";
import { JobInput } from "#lib/jobs/schema";
import { WireJob } from "#lib/jobs/wire";

export const GET = route({
  permission: "jobs:read",
  summary: "Jobs, newest first",
  answers: listOf(WireJob),
  query: JobListParams,
  handle: async (input) => listResponse(await listJobs(input.ctx, toJobListQuery(input.query)), input.query, input),
});

export const POST = route({
  permission: "jobs:create",
  summary: "Start a sync, now or at a time",
  accepts: JobInput,
  answers: WireJob,
  status: 202,
  handle: async ({ ctx, body, facts, isNativeForm }) => {
    const job = await enqueueJob(ctx, body);
    if (isNativeForm) return job;
    return Response.json(absoluteUrls(job, facts.origin), { status: 202, headers: { location: job.display_url } });
  },
  done: (job: { display_url: string }) => job.display_url,
});
