import { z } from "zod";
import { absoluteUrls } from "#lib/http/answer";
import { assertMatches } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { writable } from "#lib/http/writable";
import { scheduleFromForm } from "#lib/schedules/from-form";
import { getSchedule } from "#lib/schedules/get";
import { removeSchedule } from "#lib/schedules/remove";
import { updateScheduleFields } from "#lib/schedules/save";
import { ScheduleChange } from "#lib/schedules/schema";
import { WireSchedule } from "#lib/schedules/wire";

export const GET = route({
  permission: "schedules:read",
  summary: "One schedule with its next runs",
  params: IdParams,
  answers: WireSchedule,
  handle: ({ ctx, params }) => getSchedule(ctx, params.id),
});

function change(isWhole: boolean) {
  return route({
    permission: "schedules:write",
    summary: isWhole
      ? "Set a schedule; what is not named gets its default"
      : "Change a schedule; what is not named stays",
    params: IdParams,
    accepts: ScheduleChange,
    body: z.record(z.string(), z.unknown()),
    answers: WireSchedule,
    handle: async ({ ctx, params: { id }, body, request, facts, isNativeForm }) => {
      assertMatches(request.headers, absoluteUrls(await getSchedule(ctx, id), facts.origin));
      const values = isNativeForm ? scheduleFromForm(body) : writable(body, ScheduleChange, WireSchedule);
      return updateScheduleFields(ctx, { id, body: values, isWhole });
    },
    done: (schedule: { id: number }) => `/schedules#schedule-${schedule.id}`,
  });
}

export const PATCH = change(false);
export const PUT = change(true);

export const DELETE = route({
  permission: "schedules:write",
  summary: "Delete a schedule; its jobs stay",
  params: IdParams,
  handle: ({ ctx, params }) => removeSchedule(ctx, params.id),
  done: () => "/schedules",
});

export const POST = formMethods({ PATCH, PUT, DELETE });
