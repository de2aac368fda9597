import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { isAppError } from "#lib/errors";
import { getJob } from "#lib/jobs/get";
import { getJobView } from "#lib/jobs/view";
import { noWorkerSince } from "#lib/jobs/waiting";
import type { WireJob } from "#lib/jobs/wire";
import { JobBadge } from "#ui/badge";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { readId } from "../../endpoints/_forms/choices.ts";
import { noWorkerWords } from "../no-worker.ts";
import { endpointScope, stageScope, startedBy } from "../scope.ts";
import type { SearchParams } from "../search-params.ts";
import { JobLive } from "./_log/job-live.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobParameters } from "./job-parameters.tsx";
import { JobFailure, JobWaiting } from "./job-state.tsx";
import { LogPages } from "./log-pages.tsx";
import { readFirstLines, readLogSearch } from "./log-search.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

const REFRESH_S = 4;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await pageCtx();
  const job = await jobOfPath(ctx, (await params).id);
  return { title: job ? `Job ${job.id} · ${job.name}` : "Job" };
}

export default async function JobPage({ params, searchParams }: Props) {
  const { ctx, actor } = await pageCtx();
  const search = readLogSearch(await searchParams);
  const { id } = await params;
  const job = await jobOfPath(ctx, id);
  if (!job) return <Missing what={`job ${id}`} backHref="/jobs" backLabel="Jobs" />;
  const [view, proxmox, backends, refused, noWorker] = await Promise.all([
    getJobView(ctx, job.id),
    listEndpoints(ctx, "proxmox"),
    listEndpoints(ctx, "backends"),
    readFormState(new RegExp(`^/(api/)?jobs/${job.id}(/|$)`)),
    job.status === "pending" ? noWorkerSince(ctx.db) : null,
  ]);
  const log = await readFirstLines(ctx, job.id, view.seq, search);
  const now = new Date();
  const endpoints = new Map(proxmox.map((endpoint) => [endpoint.id, endpoint.name]));
  const backend = backends.find((each) => each.id === job.backend_id)?.name ?? null;
  const isOver = job.completed_at !== null;
  return (
    <>
      {!isOver && (
        <noscript>
          <meta httpEquiv="refresh" content={String(REFRESH_S)} />
        </noscript>
      )}
      <PageHeader
        title={job.name}
        badge={<JobBadge job={job} />}
        crumbs={[{ label: "Jobs", href: "/jobs" }, { label: `Job ${job.id}` }]}
        lead={<Lead job={job} endpoints={endpoints} backend={backend} now={now} />}
      >
        <JobActions job={job} actor={actor} />
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <JobFailure job={job} view={view} />
      <JobWaiting job={job} noWorker={noWorker && noWorkerWords(noWorker, now)} />
      <JobLive
        key={job.id}
        job={job}
        view={view}
        tab={search.tab}
        log={{
          lines: log.lines,
          line: log.line,
          filter: { stage: search.stage, problems: search.problems === "true" },
          q: search.q,
          after: search.after ?? null,
        }}
        endpoints={[...endpoints]}
        nowMs={now.getTime()}
        timeZone="UTC"
        parameters={<JobParameters job={job} endpoints={endpoints} backend={backend} now={now} />}
      />
      {search.tab === "log" && <LogPages jobId={job.id} search={search} log={log} />}
    </>
  );
}

function Lead(props: { job: WireJob; endpoints: Map<number, string>; backend: string | null; now: Date }) {
  const { job, now } = props;
  return (
    <>
      Job {job.id} · {stageScope(job)} · {endpointScope(job, props.endpoints)}
      {props.backend && ` through ${props.backend}`} · started by {startedBy(job)}{" "}
      <Moment at={job.started_at ?? job.created_at} now={now} />
      {job.attempt > 1 && ` · attempt ${job.attempt}`}
    </>
  );
}

async function jobOfPath(ctx: Ctx, text: string): Promise<WireJob | null> {
  const id = readId(text);
  if (id === null) return null;
  try {
    return await getJob(ctx, id);
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
