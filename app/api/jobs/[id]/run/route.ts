import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { RunChanges, runJobAgain } from "#lib/jobs/run-again";
import { WireJob } from "#lib/jobs/wire";

export const POST = route({
  permission: "jobs:create",
  summary: "Run an ended job again, with the same parameters or some of them changed",
  body: RunChanges,
  answers: WireJob,
  params: IdParams,
  status: 202,
  handle: ({ ctx, params, body }) => runJobAgain(ctx, params.id, body),
  done: (job: { display_url: string }) => job.display_url,
});
