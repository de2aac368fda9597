import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import type { WireJob } from "#lib/jobs/wire";
import { JobBadge } from "#ui/badge";
import { LinkButton } from "#ui/button";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { noWorkerWords } from "../no-worker.ts";
import { endpointScope, stageScope, startedBy } from "../scope.ts";
import type { SearchParams } from "../search-params.ts";
import { JobLive } from "./_log/job-live.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobPanel } from "./job-panel.tsx";
import { JobFailure, JobWaiting } from "./job-state.tsx";
import { LogPages } from "./log-pages.tsx";
import { type JobPageData, jobOfPath, readJobPage } from "./read-job-page.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

const REFRESH_S = 4;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await pageCtx();
  const job = await jobOfPath(ctx, (await params).id);
  return { title: job ? `Job ${job.id} · ${job.name}` : "Job" };
}

export default async function JobPage({ params, searchParams }: Props) {
  const { ctx, actor, timeZone } = await pageCtx();
  const { id } = await params;
  const job = await jobOfPath(ctx, id);
  if (!job) return <Missing what={`job ${id}`} backHref="/jobs" backLabel="Jobs" />;
  const refused = await readFormState(new RegExp(`^/(api/)?jobs/${job.id}(/|$)`));
  const data = await readJobPage(ctx, job, await searchParams);
  const { search, view, log, endpoints, noWorker, now } = data;
  return (
    <>
      {job.completed_at === null && (
        <noscript>
          <meta httpEquiv="refresh" content={String(REFRESH_S)} />
        </noscript>
      )}
      <PageHeader
        title={job.name}
        badge={<JobBadge job={job} />}
        crumbs={[{ label: "Jobs", href: "/jobs" }, { label: `Job ${job.id}` }]}
        lead={<Lead job={job} data={data} />}
      >
        <LinkButton href={`${job.display_url}/coverage`}>Coverage</LinkButton>
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
        log={data.firstLog}
        objectCount={data.groups.reduce((sum, group) => sum + group.count, 0)}
        endpoints={[...endpoints]}
        nowMs={now.getTime()}
        timeZone={timeZone}
        panel={<JobPanel ctx={ctx} job={job} data={data} />}
      />
      {search.tab === "log" && <LogPages jobId={job.id} search={search} log={log} />}
    </>
  );
}

function Lead({ job, data }: { job: WireJob; data: JobPageData }) {
  return (
    <>
      Job {job.id} · {stageScope(job)} · {endpointScope(job, data.endpoints)}
      {data.backend && ` through ${data.backend}`} · started by {startedBy(job)}{" "}
      <Moment at={job.started_at ?? job.created_at} now={data.now} />
      {job.attempt > 1 && ` · attempt ${job.attempt}`}
    </>
  );
}
