import { z } from "zod";
import { logLevels } from "#lib/backend/logs";
import { followBackendLog } from "#lib/backends/follow-log";
import { eventStream } from "#lib/http/event-stream";
import { IdParams, queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "backend-logs:read",
  summary: "The backend's own log as it is written (text/event-stream)",
  params: IdParams,
  media: ["text/event-stream"],
  query: z.strictObject({
    level: z.enum(logLevels).optional(),
    errors_only: queryBoolean.optional(),
    operation_id: z.string().max(200).optional(),
    newer_than_id: z.coerce.number().int().min(0).optional(),
  }),
  handle: async ({ ctx, params, query, request, isStillAllowed }) =>
    eventStream(await followBackendLog(ctx, params.id, query), { signal: request.signal, isStillAllowed }),
});
