import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { Badge } from "#ui/badge";
import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { readFormState } from "../_shell/form-state.ts";
import { AutoRefresh } from "../_status/auto-refresh.tsx";
import { Connections } from "./_home/connections.tsx";
import { EndpointCard } from "./_home/endpoint-card.tsx";
import { homeVerdict } from "./_home/home-verdict.ts";
import { homeWarnings, includesEndpoint } from "./_home/home-warnings.ts";
import { LiveJobs } from "./_home/live-jobs.tsx";
import { readHome } from "./_home/read-home.ts";
import { QuickScheduleForm } from "./_home/schedule-form.tsx";
import { Warnings } from "./_home/warnings.tsx";
import { SyncMenu } from "./_sync/sync-menu.tsx";
import { JobsTable } from "./jobs/jobs-table.tsx";

export const metadata: Metadata = { title: "Home" };

const SHOWN_JOBS = 6;
const REFRESH_MS = 15_000;

export default async function HomePage() {
  const { ctx, actor } = await pageCtx();
  const [home, refused] = await Promise.all([readHome(ctx), readFormState(/^\/sync\//)]);
  const { proxmox, netbox, backends, jobs, live, checks, cards, checkEveryMs } = home;
  const now = new Date();
  const maySync = can(actor, "jobs:create");
  const warnings = homeWarnings({ ...home, now });
  const verdict = homeVerdict({ ...home, now }, warnings);
  return (
    <>
      <PageHeader title="Home" badge={<Badge tone={verdict.tone}>{verdict.word}</Badge>} lead={verdict.sentence}>
        {maySync && <SyncMenu />}
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <Warnings warnings={warnings} />
      <LiveJobs ctx={ctx} jobs={live} mayCancel={can(actor, "jobs:cancel")} now={now} />
      <section
        aria-label="Proxmox endpoints"
        className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 xl:grid-cols-3"
      >
        <h2 className="sr-only">Proxmox endpoints</h2>
        {proxmox.map((endpoint) => (
          <EndpointCard
            key={endpoint.id}
            endpoint={endpoint}
            last={jobs.find((job) => job.completed_at !== null && includesEndpoint(job, endpoint.id))}
            running={jobs.find((job) => job.status === "running" && includesEndpoint(job, endpoint.id))}
            check={checks.find((check) => check.service === "proxmox" && check.endpoint_id === endpoint.id)}
            checkEveryMs={checkEveryMs}
            card={cards.find((card) => card.endpoint_id === endpoint.id)}
            maySync={maySync}
            now={now}
          />
        ))}
      </section>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
        <Panel title="Last jobs" aside={<Link href="/jobs">All jobs</Link>}>
          {jobs.length > 0 ? (
            <JobsTable jobs={jobs.slice(0, SHOWN_JOBS)} now={now} isBrief />
          ) : (
            <Empty title="No sync has run yet">
              <p className="mb-3">With a backend, a NetBox and a Proxmox endpoint in place, start the first one.</p>
              <LinkButton href="/endpoints/proxmox">Endpoints</LinkButton>
            </Empty>
          )}
        </Panel>
        <div>
          <Connections backends={backends} netbox={netbox} checks={checks} checkEveryMs={checkEveryMs} now={now} />
          {can(actor, "schedules:write") && <QuickScheduleForm />}
        </div>
      </div>
      <AutoRefresh everyMs={REFRESH_MS} />
    </>
  );
}
