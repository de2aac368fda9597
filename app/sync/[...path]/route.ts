import { z } from "zod";
import { AppError } from "#lib/errors";
import { absoluteUrls } from "#lib/http/answer";
import { eventStream } from "#lib/http/event-stream";
import { wantsHtml } from "#lib/http/request-facts";
import { route } from "#lib/http/route";
import { enqueueJob } from "#lib/jobs/enqueue";
import { encodeWatch } from "#lib/jobs/stream";
import { SyncBody, syncBody } from "#lib/jobs/sync-body";
import { watchJob } from "#lib/jobs/watch";
import { WireJob } from "#lib/jobs/wire";
import { syncPaths } from "#lib/sync/sync-paths";

const params = z.object({ path: z.array(z.string()) });

/** The native sync forms: 303 to the job; JSON: 202 with the job; an event stream: the job's own stream in the same answer. */
export const POST = route({
  permission: "jobs:create",
  params,
  summary: "Start a sync: a form goes on to its page, JSON is answered with the job, an event stream is the job's own",
  accepts: SyncBody,
  answers: WireJob,
  status: 202,
  also: {
    303: "To the page of the job.",
    200: { description: "The job's stream, when `Accept` asks for it.", media: ["text/event-stream"] },
  },
  handle: async ({ ctx, params: { path }, body, request, runtime, facts, isStillAllowed }) => {
    const syncType = syncPaths[path.join("/").replace(/\/$/, "")];
    if (!syncType) throw new AppError("not_found", `There is no sync named ${path.join("/")}.`);
    const job = await enqueueJob(ctx, syncBody(syncType, body));
    const accept = request.headers.get("accept") ?? "";
    if (accept.includes("text/event-stream")) {
      const watch = (signal: AbortSignal) =>
        encodeWatch(watchJob(runtime, { jobId: job.id, after: 0, signal }), "events");
      return eventStream(watch, { signal: request.signal, isStillAllowed });
    }
    if (accept.includes("application/json") && !wantsHtml(request.headers)) {
      return Response.json(absoluteUrls(job, facts.origin), { status: 202, headers: { location: job.display_url } });
    }
    return new Response(null, { status: 303, headers: { location: job.display_url, "cache-control": "no-store" } });
  },
});

/** A GET changes nothing, ever. */
export function GET(): Response {
  const headers = { allow: "POST", "content-type": "application/problem+json" };
  const detail = "A sync is started with POST.";
  return Response.json(
    {
      type: "about:blank#method_not_allowed",
      title: "Method not allowed",
      status: 405,
      code: "method_not_allowed",
      detail,
      request_id: crypto.randomUUID(),
    },
    { status: 405, headers },
  );
}
