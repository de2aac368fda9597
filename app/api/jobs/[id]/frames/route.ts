import { z } from "zod";
import { IdParams, queryBoolean, repeated } from "#lib/http/query";
import { route } from "#lib/http/route";
import { readJobFrames } from "#lib/jobs/frames";

const seq = z.coerce.number().int().min(0);

export const GET = route({
  permission: "jobs:read",
  summary: "Frames of a job, by number",
  params: IdParams,
  query: z.strictObject({
    after: seq.optional(),
    before: seq.optional(),
    limit: z.coerce.number().int().min(1).max(1000, "is over 1000").default(1000),
    event: repeated(z.string()),
    stage: repeated(z.string()),
    problems: queryBoolean.optional(),
    q: z.string().max(200).optional(),
    max_data: z.coerce.number().int().min(0).max(10_000_000).optional(),
  }),
  handle: ({ ctx, params, query }) => readJobFrames(ctx, params.id, query),
});
