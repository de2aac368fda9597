import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { streamResponse } from "#lib/http/stream-response";
import { FrameFilterQuery } from "#lib/jobs/frames-query";
import { findJobMatches, type Matches } from "#lib/jobs/matches";

export const GET = route({
  permission: "jobs:read",
  summary: "Numbers of the lines that match, as found (NDJSON: scanned_to, last_seq, seqs)",
  params: IdParams,
  media: ["application/x-ndjson"],
  query: z.strictObject(FrameFilterQuery),
  handle: async ({ ctx, params, query }) =>
    streamResponse(asLines(await findJobMatches(ctx, params.id, query)), {
      "content-type": "application/x-ndjson; charset=utf-8",
      // Compressed, the first hit would wait for the last one.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    }),
});

async function* asLines(parts: AsyncGenerator<Matches>): AsyncGenerator<string> {
  for await (const part of parts) yield `${JSON.stringify(part)}\n`;
}
