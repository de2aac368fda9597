import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { pauseSchedule } from "#lib/schedules/pause";
import { WireSchedule } from "#lib/schedules/wire";

export const POST = route({
  permission: "schedules:write",
  summary: "Pause a schedule",
  params: IdParams,
  answers: WireSchedule,
  handle: ({ ctx, params }) => pauseSchedule(ctx, params.id),
  done: () => "/schedules",
});
