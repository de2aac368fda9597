import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { resumeSchedule } from "#lib/schedules/pause";

export const POST = route({
  permission: "schedules:write",
  params: IdParams,
  handle: ({ ctx, params }) => resumeSchedule(ctx, params.id),
  done: () => "/schedules",
});
