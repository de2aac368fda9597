import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { isAppError } from "#lib/errors";
import { getJob } from "#lib/jobs/get";
import { countJobObjects } from "#lib/jobs/objects";
import { getJobView } from "#lib/jobs/view";
import { noWorkerSince } from "#lib/jobs/waiting";
import type { WireJob } from "#lib/jobs/wire";
import { readId } from "../../endpoints/_forms/choices.ts";
import type { SearchParams } from "../search-params.ts";
import type { FirstLog } from "./_log/job-log.tsx";
import { readObjectSearch } from "./_objects/object-search.ts";
import { readFirstLines, readLogSearch } from "./log-search.ts";

export type JobPageData = Awaited<ReturnType<typeof readJobPage>>;

/** Everything that the page of a job shows, as its address asks for it. */
export async function readJobPage(ctx: Ctx, job: WireJob, params: SearchParams) {
  const search = readLogSearch(params);
  const [view, proxmox, backends, groups, noWorker] = await Promise.all([
    getJobView(ctx, job.id),
    listEndpoints(ctx, "proxmox"),
    listEndpoints(ctx, "backends"),
    countJobObjects(ctx, job.id),
    job.status === "pending" ? noWorkerSince(ctx.db) : null,
  ]);
  const log =
    search.tab === "log"
      ? await readFirstLines(ctx, job.id, view.seq, search)
      : { lines: [], line: null, lastSeq: view.seq };
  const { stage, level, event, object, problems, q, after } = search;
  const firstLog: FirstLog = {
    lines: log.lines,
    line: log.line,
    filter: { stage, level, event, object, problems: problems === "true" },
    q,
    after: after ?? null,
  };
  return {
    search,
    objects: readObjectSearch(params),
    view,
    log,
    firstLog,
    groups,
    noWorker,
    endpoints: new Map(proxmox.map((endpoint) => [endpoint.id, endpoint.name])),
    backend: backends.find((each) => each.id === job.backend_id)?.name ?? null,
    now: new Date(),
  };
}

/** The job that an address names; null when there is none. */
export async function jobOfPath(ctx: Ctx, text: string): Promise<WireJob | null> {
  const id = readId(text);
  if (id === null) return null;
  try {
    return await getJob(ctx, id);
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
