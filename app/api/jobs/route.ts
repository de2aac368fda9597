import { z } from "zod";
import { BulkDelete, inBulk, oneOrMany, removeInBulk } from "#lib/http/bulk";
import { listOf, listResponse } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { streamResponse } from "#lib/http/stream-response";
import { MAX_JOBS } from "#lib/jobs/bulk";
import { enqueueJob } from "#lib/jobs/enqueue";
import { jobsCsv } from "#lib/jobs/export-list";
import { listJobs } from "#lib/jobs/list";
import { JobListParams, toJobListQuery } from "#lib/jobs/query";
import { removeJob } from "#lib/jobs/remove";
import { JobInput } from "#lib/jobs/schema";
import { WireJob } from "#lib/jobs/wire";

export const GET = route({
  permission: "jobs:read",
  summary: "Jobs, newest first; `format=csv` is a download",
  answers: listOf(WireJob),
  media: ["text/csv"],
  query: JobListParams.extend({ format: z.enum(["json", "csv"]).default("json") }),
  handle: async (input) => {
    const { format, ...query } = input.query;
    const jobs = toJobListQuery(query);
    if (format === "json") return listResponse(await listJobs(input.ctx, jobs), query, input);
    return streamResponse(jobsCsv(input.ctx, jobs), {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="jobs.csv"',
      "cache-control": "no-store",
    });
  },
});

const create = route({
  permission: "jobs:create",
  summary: "Start a sync, now or at a time, or several",
  accepts: oneOrMany(JobInput, MAX_JOBS),
  answers: oneOrMany(WireJob),
  status: 202,
  handle: async ({ ctx, body }) =>
    Array.isArray(body) ? inBulk(ctx, body, (own, item) => enqueueJob(own, item), MAX_JOBS) : enqueueJob(ctx, body),
  done: (job: { display_url: string }) => job.display_url,
});

export const DELETE = route({
  permission: "jobs:delete",
  summary: "Delete several jobs that are over, each named by its id",
  accepts: BulkDelete,
  handle: ({ ctx, body }) => removeInBulk(ctx, body, removeJob),
});

export const POST = formMethods({ POST: create });
