import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import { AutoRefresh } from "../../_status/auto-refresh.tsx";
import { ChartPanel } from "./_charts/chart-panel.tsx";
import { EndpointSection } from "./endpoint-part.tsx";
import { readDashboard } from "./read-dashboard.ts";
import { StageDurations } from "./stage-durations.tsx";
import { Totals } from "./totals.tsx";
import { outcomeModel, runtimeModel } from "./trend-models.ts";

export const metadata: Metadata = { title: "Dashboard" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const WINDOWS = [7, 14, 30];
const DEFAULT_DAYS = 14;
const REFRESH_MS = 60_000;

export default async function DashboardPage({ searchParams }: Props) {
  const asked = Number((await searchParams).days);
  const days = WINDOWS.includes(asked) ? asked : DEFAULT_DAYS;
  const { ctx, actor, timeZone } = await pageCtx();
  const now = new Date();
  const { endpoints, cards, parts, everyMs, trend, stages } = await readDashboard(ctx, {
    days,
    timeZone,
    now,
  });
  const hasEnded = trend.some((day) => day.ok + day.warnings + day.failed + day.other > 0);
  const hasRuntime = trend.some((day) => day.medianSeconds !== null);
  return (
    <>
      <PageHeader title="Dashboard" lead="What is there, and how its syncs went.">
        <Tabs
          label="Time span"
          tabs={WINDOWS.map((each) => ({
            href: each === DEFAULT_DAYS ? "/dashboard" : `/dashboard?days=${each}`,
            label: `${each} days`,
            isOn: each === days,
          }))}
        />
      </PageHeader>
      {endpoints.length === 0 ? (
        <Panel className="mb-4">
          <Empty title="No Proxmox endpoint yet">
            <p className="mb-3">What its clusters hold is read within a minute after one was added.</p>
            {can(actor, "endpoints:write") && (
              <LinkButton href="/endpoints/proxmox/new">Add a Proxmox endpoint</LinkButton>
            )}
          </Empty>
        </Panel>
      ) : (
        <Totals cards={cards} />
      )}
      <div className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
        <ChartPanel
          model={outcomeModel(trend)}
          empty={hasEnded ? null : `No sync has ended in the last ${days} days.`}
        />
        <ChartPanel
          model={runtimeModel(trend)}
          empty={hasRuntime ? null : `No full sync has ended in order in the last ${days} days.`}
        />
      </div>
      {endpoints.length > 0 && (
        <>
          <h2 className="mb-2 font-semibold">Proxmox endpoints</h2>
          <div className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-4">
            {parts.map((part) => (
              <EndpointSection key={part.endpoint.id} part={part} everyMs={everyMs} now={now} />
            ))}
            {endpoints.length > parts.length && (
              <p className="text-muted">
                The first {parts.length} of {endpoints.length} are shown. <Link href="/clusters">All clusters</Link>
              </p>
            )}
          </div>
        </>
      )}
      <StageDurations stages={stages} names={new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.name]))} />
      <p className="mt-3 text-xs text-muted">Days are those of {timeZone}.</p>
      <AutoRefresh everyMs={REFRESH_MS} />
    </>
  );
}
