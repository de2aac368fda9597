import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { startJobNow } from "#lib/jobs/start-now";
import { WireJob } from "#lib/jobs/wire";

export const POST = route({
  permission: "jobs:create",
  summary: "Start a scheduled job now",
  answers: WireJob,
  params: IdParams,
  status: 202,
  handle: ({ ctx, params }) => startJobNow(ctx, params.id),
  done: (job: { display_url: string }) => job.display_url,
});
