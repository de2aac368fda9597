import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { runScheduleNow } from "#lib/schedules/run-now";

export const POST = route({
  permission: "schedules:write",
  params: IdParams,
  status: 202,
  handle: ({ ctx, params }) => runScheduleNow(ctx, params.id),
  done: (job: { display_url: string }) => job.display_url,
});
