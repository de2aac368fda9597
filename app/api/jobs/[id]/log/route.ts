import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { streamResponse } from "#lib/http/stream-response";
import { downloadLog, logFormats } from "#lib/jobs/download";

const types = { text: "text/plain", ndjson: "application/x-ndjson", csv: "text/csv" } as const;
const extensions = { text: "log", ndjson: "ndjson", csv: "csv" } as const;

export const GET = route({
  permission: "jobs:read",
  summary: "The whole log of a job, as a download",
  params: IdParams,
  media: Object.values(types),
  query: z.strictObject({ format: z.enum(logFormats).default("text") }),
  handle: async ({ ctx, params, query }) =>
    streamResponse(await downloadLog(ctx, params.id, query.format), {
      "content-type": `${types[query.format]}; charset=utf-8`,
      "content-disposition": `attachment; filename="job-${params.id}.${extensions[query.format]}"`,
      "cache-control": "no-store",
    }),
});
