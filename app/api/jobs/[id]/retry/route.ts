import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { retryJob } from "#lib/jobs/retry";
import { WireJob } from "#lib/jobs/wire";

const flag = z.preprocess((value) => (value === "true" || value === "1" ? true : value), z.boolean()).optional();

export const POST = route({
  permission: "jobs:create",
  summary: "Run a job again from a stage, or what failed of it",
  answers: WireJob,
  params: IdParams,
  body: z.strictObject({ from_stage: z.string().optional(), failed_only: flag }),
  status: 202,
  handle: ({ ctx, params, body }) => retryJob(ctx, params.id, body),
  done: (job: { display_url: string }) => job.display_url,
});
