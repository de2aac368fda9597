import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listEndpoints } from "#lib/endpoints/list";
import { listJobs } from "#lib/jobs/list";
import { listLiveJobs } from "#lib/jobs/live";
import { noWorkerSince } from "#lib/jobs/waiting";
import { listLiveWorkers } from "#lib/workers/live";
import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { readFormState } from "../_shell/form-state.ts";
import { AutoRefresh } from "../_status/auto-refresh.tsx";
import { Connections } from "./_home/connections.tsx";
import { EndpointCard } from "./_home/endpoint-card.tsx";
import { homeWarnings, includesEndpoint } from "./_home/home-warnings.ts";
import { LiveJobs } from "./_home/live-jobs.tsx";
import { QuickScheduleForm } from "./_home/schedule-form.tsx";
import { Warnings } from "./_home/warnings.tsx";
import { SyncMenu } from "./_sync/sync-menu.tsx";
import { JobsTable } from "./jobs/jobs-table.tsx";

export const metadata: Metadata = { title: "Home" };

/** Enough to know the last sync of each endpoint. */
const LOOKED_AT = 50;
const SHOWN_JOBS = 6;
const REFRESH_MS = 15_000;

export default async function HomePage() {
  const { ctx, actor } = await pageCtx();
  const [proxmox, netbox, backends, { results: jobs }, live, workers, refused, noWorker] = await Promise.all([
    listEndpoints(ctx, "proxmox"),
    listEndpoints(ctx, "netbox"),
    listEndpoints(ctx, "backends"),
    listJobs(ctx, { limit: LOOKED_AT }),
    listLiveJobs(ctx),
    listLiveWorkers(ctx.db),
    readFormState(/^\/sync\//),
    noWorkerSince(ctx.db),
  ]);
  const now = new Date();
  const maySync = can(actor, "jobs:create");
  return (
    <>
      <PageHeader title="Home">{maySync && <SyncMenu />}</PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <Warnings
        warnings={homeWarnings({ proxmox, netbox, backends, jobs, workerCount: workers.length, noWorker, now })}
      />
      <LiveJobs ctx={ctx} jobs={live} mayCancel={can(actor, "jobs:cancel")} />
      <section aria-label="Proxmox endpoints" className="mb-4 grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <h2 className="sr-only">Proxmox endpoints</h2>
        {proxmox.map((endpoint) => (
          <EndpointCard
            key={endpoint.id}
            endpoint={endpoint}
            last={jobs.find((job) => job.completed_at !== null && includesEndpoint(job, endpoint.id))}
            running={jobs.find((job) => job.status === "running" && includesEndpoint(job, endpoint.id))}
            maySync={maySync}
            now={now}
          />
        ))}
      </section>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
        <Panel title="Last jobs" aside={<Link href="/jobs">All jobs</Link>}>
          {jobs.length > 0 ? (
            <JobsTable jobs={jobs.slice(0, SHOWN_JOBS)} now={now} />
          ) : (
            <Empty title="No sync has run yet">
              <p className="mb-3">With a backend, a NetBox and a Proxmox endpoint in place, start the first one.</p>
              <LinkButton href="/endpoints/proxmox">Endpoints</LinkButton>
            </Empty>
          )}
        </Panel>
        <div>
          <Connections backends={backends} netbox={netbox} />
          {can(actor, "schedules:write") && <QuickScheduleForm />}
        </div>
      </div>
      <AutoRefresh everyMs={REFRESH_MS} />
    </>
  );
}
