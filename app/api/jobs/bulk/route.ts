import { z } from "zod";
import { route } from "#lib/http/route";
import { changeJobs, JobsBulk } from "#lib/jobs/bulk";
import { WireJob } from "#lib/jobs/wire";

export const POST = route({
  permission: "jobs:create",
  summary: "Cancel several jobs, or run them again: all of them or none",
  accepts: JobsBulk,
  answers: z.object({ results: z.array(WireJob) }),
  status: 202,
  handle: async ({ ctx, body }) => ({ results: await changeJobs(ctx, body) }),
  done: () => "/jobs",
});
