import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { runJobAgain } from "#lib/jobs/run-again";

export const POST = route({
  permission: "jobs:create",
  params: IdParams,
  status: 202,
  handle: ({ ctx, params }) => runJobAgain(ctx, params.id),
  done: (job: { display_url: string }) => job.display_url,
});
