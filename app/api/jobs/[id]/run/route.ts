import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { runJobAgain } from "#lib/jobs/run-again";
import { WireJob } from "#lib/jobs/wire";

export const POST = route({
  permission: "jobs:create",
  summary: "Run an ended job again, with the same parameters",
  answers: WireJob,
  params: IdParams,
  status: 202,
  handle: ({ ctx, params }) => runJobAgain(ctx, params.id),
  done: (job: { display_url: string }) => job.display_url,
});
