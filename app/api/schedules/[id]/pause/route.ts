import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { pauseSchedule } from "#lib/schedules/pause";

export const POST = route({
  permission: "schedules:write",
  params: IdParams,
  handle: ({ ctx, params }) => pauseSchedule(ctx, params.id),
  done: () => "/schedules",
});
