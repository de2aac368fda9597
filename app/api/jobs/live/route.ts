import { z } from "zod";
import { route } from "#lib/http/route";
import { listLiveJobs } from "#lib/jobs/live";
import { WireJob } from "#lib/jobs/wire";

export const GET = route({
  permission: "jobs:read",
  summary: "Jobs that run or wait",
  answers: z.object({ results: z.array(WireJob) }),
  handle: async ({ ctx }) => ({ results: await listLiveJobs(ctx) }),
});
