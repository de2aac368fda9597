import type { Ctx } from "../ctx.ts";
import { csvLines } from "../format/csv.ts";
import { type JobListQuery, listJobs } from "./list.ts";
import type { WireJob } from "./wire.ts";

const PAGE = 500;

/** The jobs of a list as CSV, page by page; what begins like a formula is written as text. */
export async function* jobsCsv(ctx: Ctx, query: JobListQuery): AsyncGenerator<string> {
  yield csvLines([Object.keys(columns)]);
  for (let offset = 0; ; offset += PAGE) {
    const { results } = await listJobs(ctx, { ...query, limit: PAGE, offset });
    if (results.length > 0) yield csvLines(results.map(cells));
    if (results.length < PAGE) return;
  }
}

const columns: Record<string, (job: WireJob) => unknown> = {
  id: (job) => job.id,
  name: (job) => job.name,
  status: (job) => job.status,
  outcome: (job) => job.outcome,
  sync_types: (job) => job.params.sync_types.join(" "),
  proxmox_endpoint_ids: (job) => job.params.proxmox_endpoint_ids.join(" "),
  user: (job) => job.user?.username,
  schedule_id: (job) => job.schedule_id,
  created_at: (job) => job.created_at,
  started_at: (job) => job.started_at,
  completed_at: (job) => job.completed_at,
  runtime_seconds: (job) => job.runtime_seconds,
  created: (job) => job.counts.created,
  updated: (job) => job.counts.updated,
  deleted: (job) => job.counts.deleted,
  failed: (job) => job.counts.failed,
  warnings: (job) => job.counts.warnings,
  error_code: (job) => job.error_code,
  error: (job) => job.error,
};

const cells = (job: WireJob): unknown[] => Object.values(columns).map((value) => value(job));
