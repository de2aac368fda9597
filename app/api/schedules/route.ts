import { z } from "zod";
import { listResponse, slicePage } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { paging, queryBoolean, repeated } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";
import { scheduleFromForm } from "#lib/schedules/from-form";
import { listSchedules } from "#lib/schedules/list";
import { createSchedule } from "#lib/schedules/save";

const orders = ["id", "-id", "name", "-name", "next_run_at", "-next_run_at"] as const;

export const GET = route({
  permission: "schedules:read",
  query: z.strictObject({
    ...paging,
    ordering: z.enum(orders).default("id"),
    q: z.string().max(200).optional(),
    id: repeated(z.coerce.number().int()),
    name: repeated(z.string()),
    enabled: queryBoolean.optional(),
  }),
  handle: async (input) => {
    const { query } = input;
    const text = query.q?.toLowerCase();
    const found = (await listSchedules(input.ctx))
      .filter((row) => !text || row.name.toLowerCase().includes(text))
      .filter((row) => (query.id?.includes(row.id) ?? true) && (query.name?.includes(row.name) ?? true))
      .filter((row) => query.enabled === undefined || row.enabled === query.enabled);
    return listResponse(slicePage(sortBy(found, query.ordering), query), query, input);
  },
});

const create = route({
  permission: "schedules:write",
  handle: async ({ ctx, body, facts, isNativeForm }) => {
    const schedule = await createSchedule(ctx, isNativeForm ? scheduleFromForm(body) : body);
    if (isNativeForm) return schedule;
    const headers = { location: `${facts.origin}${schedule.url}`, "cache-control": "no-store" };
    return Response.json(absoluteUrls(schedule, facts.origin), { status: 201, headers });
  },
  done: (schedule: { id: number }) => `/schedules#schedule-${schedule.id}`,
});

export const POST = formMethods({ POST: create });

type Row = { id: number; name: string; next_run_at: string | null };

function sortBy<T extends Row>(rows: T[], ordering: (typeof orders)[number]): T[] {
  const key = ordering.replace(/^-/, "");
  const compare = (a: Row, b: Row) => {
    if (key === "name") return a.name.localeCompare(b.name);
    // What has no run to come stands last.
    if (key === "next_run_at") return (a.next_run_at ?? "9").localeCompare(b.next_run_at ?? "9");
    return a.id - b.id;
  };
  const sorted = rows.toSorted(compare);
  return ordering.startsWith("-") ? sorted.toReversed() : sorted;
}
