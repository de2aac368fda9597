import { z } from "zod";
import { assertMatches, objectResponse } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { IdParams } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";
import { scheduleFromForm } from "#lib/schedules/from-form";
import { getSchedule } from "#lib/schedules/get";
import { removeSchedule } from "#lib/schedules/remove";
import { updateScheduleFields } from "#lib/schedules/save";
import { withoutReadOnly } from "#lib/schedules/writable";

export const GET = route({
  permission: "schedules:read",
  params: IdParams,
  handle: async ({ ctx, params, request, facts }) =>
    objectResponse(absoluteUrls(await getSchedule(ctx, params.id), facts.origin), request.headers),
});

function change(isWhole: boolean) {
  return route({
    permission: "schedules:write",
    params: IdParams,
    body: z.record(z.string(), z.unknown()),
    handle: async ({ ctx, params: { id }, body, request, facts, isNativeForm }) => {
      assertMatches(request.headers, absoluteUrls(await getSchedule(ctx, id), facts.origin));
      const values = isNativeForm ? scheduleFromForm(body) : withoutReadOnly(body);
      return updateScheduleFields(ctx, { id, body: values, isWhole });
    },
    done: (schedule: { id: number }) => `/schedules#schedule-${schedule.id}`,
  });
}

export const PATCH = change(false);
export const PUT = change(true);

export const DELETE = route({
  permission: "schedules:write",
  params: IdParams,
  handle: ({ ctx, params }) => removeSchedule(ctx, params.id),
  done: () => "/schedules",
});

export const POST = formMethods({ PATCH, PUT, DELETE });
