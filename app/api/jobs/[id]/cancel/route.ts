import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { cancelJob } from "#lib/jobs/cancel";
import { WireJob } from "#lib/jobs/wire";

export const POST = route({
  permission: "jobs:cancel",
  summary: "Cancel a job",
  answers: WireJob,
  params: IdParams,
  status: 202,
  handle: ({ ctx, params }) => cancelJob(ctx, params.id),
  done: (job: { display_url: string }) => job.display_url,
});
