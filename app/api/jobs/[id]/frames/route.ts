import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { readJobFrames, WireFrames } from "#lib/jobs/frames";
import { FramesParams } from "#lib/jobs/frames-query";

export const GET = route({
  permission: "jobs:read",
  summary: "Frames of a job, by number",
  params: IdParams,
  answers: WireFrames,
  query: FramesParams,
  handle: ({ ctx, params, query }) => readJobFrames(ctx, params.id, query),
});
