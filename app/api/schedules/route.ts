import { z } from "zod";
import { BulkDelete, bulkOf, changeInBulk, inBulk, oneOrMany, removeInBulk } from "#lib/http/bulk";
import { listOf, listResponse } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";
import { writable } from "#lib/http/writable";
import { scheduleFromForm } from "#lib/schedules/from-form";
import { listSchedules } from "#lib/schedules/list";
import { removeSchedule } from "#lib/schedules/remove";
import { createSchedule, updateScheduleFields } from "#lib/schedules/save";
import { ScheduleChange, ScheduleInput } from "#lib/schedules/schema";
import { WireSchedule } from "#lib/schedules/wire";

const list = shortList({
  filters: { id: z.coerce.number().int(), name: z.string(), enabled: queryBoolean, is_system: queryBoolean },
  orders: ["id", "name", "next_run_at", "last_run_at"],
  ordering: "id",
  search: ["name"],
});

export const GET = route({
  permission: "schedules:read",
  summary: "Schedules",
  query: list.query,
  answers: listOf(WireSchedule),
  handle: async (input) => listResponse(list.page(await listSchedules(input.ctx), input.query), input.query, input),
});

const create = route({
  permission: "schedules:write",
  summary: "Create a schedule, or several",
  accepts: oneOrMany(ScheduleInput),
  answers: oneOrMany(WireSchedule),
  status: 201,
  handle: async ({ ctx, body, isNativeForm }) => {
    if (Array.isArray(body)) return inBulk(ctx, body, createSchedule);
    return createSchedule(ctx, isNativeForm ? scheduleFromForm(body) : body);
  },
  done: (schedule: { id: number }) => `/schedules#schedule-${schedule.id}`,
});

export const PATCH = route({
  permission: "schedules:write",
  summary: "Change several schedules, each named by its id",
  accepts: bulkOf(ScheduleChange),
  answers: z.array(WireSchedule),
  handle: ({ ctx, body }) =>
    changeInBulk(ctx, body, (own, id, values) =>
      updateScheduleFields(own, { id, body: writable(values, ScheduleChange, WireSchedule), isWhole: false }),
    ),
});

export const DELETE = route({
  permission: "schedules:write",
  summary: "Delete several schedules, each named by its id",
  accepts: BulkDelete,
  handle: ({ ctx, body }) => removeInBulk(ctx, body, removeSchedule),
});

export const POST = formMethods({ POST: create });
