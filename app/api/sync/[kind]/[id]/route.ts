import { z } from "zod";
import { absoluteUrls, route } from "#lib/http/route";
import type { WireJob } from "#lib/jobs/wire";
import { objectNouns, syncObjectNow } from "#lib/sync/sync-object";

export const POST = route({
  permission: "jobs:create",
  params: z.object({ kind: z.enum(objectNouns), id: z.coerce.number().int().positive() }),
  handle: async ({ ctx, params: { kind, id }, facts, isNativeForm }) => {
    const job = await syncObjectNow(ctx, kind, id);
    if (isNativeForm) return job;
    const headers = { location: `${facts.origin}${job.url}`, "cache-control": "no-store" };
    return Response.json(absoluteUrls(job, facts.origin), { status: 202, headers });
  },
  status: 202,
  done: (job: WireJob) => job.display_url,
});
