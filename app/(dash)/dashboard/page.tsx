import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { PageHeader } from "#ui/page-header";
import { AutoRefresh } from "../../_status/auto-refresh.tsx";
import { EstateEndpoints, EstateTotals } from "./_estate/estate.tsx";
import { readDays } from "./_trends/days.ts";
import { StageDurations } from "./_trends/stage-durations.tsx";
import { DaysTabs, Trends } from "./_trends/trends.tsx";
import { readDashboard } from "./read-dashboard.ts";

export const metadata: Metadata = { title: "Dashboard" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const REFRESH_MS = 60_000;

export default async function DashboardPage({ searchParams }: Props) {
  const days = readDays((await searchParams).days);
  const { ctx, actor, timeZone } = await pageCtx();
  const now = new Date();
  const data = await readDashboard(ctx, { days, timeZone, now });
  const names = new Map(data.endpoints.map((endpoint) => [endpoint.id, endpoint.name]));
  return (
    <>
      <PageHeader title="Dashboard" lead="What is there, and how its syncs went.">
        <DaysTabs days={days} />
      </PageHeader>
      <EstateTotals data={data} mayAdd={can(actor, "endpoints:write")} />
      <Trends trend={data.trend} days={days} />
      <EstateEndpoints data={data} now={now} />
      <StageDurations stages={data.stages} names={names} />
      <p className="mt-3 text-xs text-muted">Days are those of {timeZone}.</p>
      <AutoRefresh everyMs={REFRESH_MS} />
    </>
  );
}
