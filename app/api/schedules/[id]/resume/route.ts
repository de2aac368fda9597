import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { resumeSchedule } from "#lib/schedules/pause";
import { WireSchedule } from "#lib/schedules/wire";

export const POST = route({
  permission: "schedules:write",
  summary: "Go on with a paused schedule",
  params: IdParams,
  answers: WireSchedule,
  handle: ({ ctx, params }) => resumeSchedule(ctx, params.id),
  done: () => "/schedules",
});
