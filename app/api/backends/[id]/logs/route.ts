import { z } from "zod";
import { logLevels } from "#lib/backend/logs";
import { readBackendLog } from "#lib/backends/read-log";
import { IdParams, queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";

const number = z.coerce.number().int().min(0);

export const GET = route({
  permission: "backend-logs:read",
  summary: "The backend's own log, newest first",
  params: IdParams,
  answers: z.object({ count: z.number(), has_more: z.boolean(), results: z.array(z.looseObject({ id: z.number() })) }),
  query: z.strictObject({
    level: z.enum(logLevels).optional(),
    errors_only: queryBoolean.optional(),
    operation_id: z.string().max(200).optional(),
    since: z.iso.datetime({ offset: true }).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
    q: z.string().max(200).optional(),
    newer_than_id: number.optional(),
    older_than_id: number.optional(),
    limit: z.coerce.number().int().min(1).max(1000, "is over 1000").default(200),
    offset: number.optional(),
  }),
  handle: async ({ ctx, params, query }) => {
    const page = await readBackendLog(ctx, params.id, query);
    return { count: page.total, has_more: page.hasMore, results: page.entries };
  },
});
