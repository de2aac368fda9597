import { z } from "zod";
import { eventStream } from "#lib/http/event-stream";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getJob } from "#lib/jobs/get";
import { encodeWatch } from "#lib/jobs/stream";
import { isFullyRead, watchJob } from "#lib/jobs/watch";

/** Proxies and phones close what stays open too long; the reader comes back with its cursor. */
const MAX_LIFE_MS = 4 * 60_000;

const seq = z.coerce.number().int().min(0);

export const GET = route({
  permission: "jobs:read",
  summary: "Frames of a job as they arrive (text/event-stream)",
  params: IdParams,
  media: ["text/event-stream"],
  also: { 204: "There is nothing after the cursor and never will be." },
  query: z.strictObject({ after: seq.default(0), format: z.enum(["events", "batch"]).default("events") }),
  handle: async ({ ctx, params, query, request, runtime, isStillAllowed }) => {
    const job = await getJob(ctx, params.id);
    const header = request.headers.get("last-event-id");
    const cursor = seq.safeParse(header);
    const after = header !== null && cursor.success ? cursor.data : query.after;
    // EventSource stops for good on 204. From the first frame on there is always an end to send.
    const isBack = header !== null || query.after > 0;
    if (isBack && (await isFullyRead(ctx.db, job.id, after))) return new Response(null, { status: 204 });
    return eventStream(
      (signal) =>
        encodeWatch(watchJob(runtime, { jobId: job.id, after, signal, maxLifeMs: MAX_LIFE_MS }), query.format),
      { signal: request.signal, isStillAllowed },
    );
  },
});
