import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { WireJob } from "#lib/jobs/wire";
import { runScheduleNow } from "#lib/schedules/run-now";

export const POST = route({
  permission: "schedules:write",
  summary: "Start a job of a schedule now",
  params: IdParams,
  answers: WireJob,
  status: 202,
  handle: ({ ctx, params }) => runScheduleNow(ctx, params.id),
  done: (job: { display_url: string }) => job.display_url,
});
