import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listEndpoints } from "#lib/endpoints/list";
import { listSchedules } from "#lib/schedules/list";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { ScheduleCard } from "./schedule-card.tsx";

export const metadata: Metadata = { title: "Schedules" };

export default async function SchedulesPage() {
  const { ctx, actor } = await pageCtx();
  const [schedules, endpoints, refused] = await Promise.all([
    listSchedules(ctx),
    listEndpoints(ctx, "proxmox"),
    readFormState(/^\/api\/schedules\/\d+/),
  ]);
  const now = new Date();
  const names = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.name]));
  const mayWrite = can(actor, "schedules:write");
  return (
    <>
      <PageHeader title="Schedules" lead="Syncs that start by themselves: once, every so often, or by cron.">
        {mayWrite && (
          <LinkButton href="/schedules/new" kind="primary">
            New schedule
          </LinkButton>
        )}
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      {schedules.length === 0 ? (
        <Panel>
          <Empty title="Nothing is scheduled">
            <p>A schedule syncs at a time, every so many minutes, or by cron.</p>
          </Empty>
        </Panel>
      ) : (
        <div className="grid gap-4 xl:grid-cols-2">
          {schedules.map((schedule) => (
            <ScheduleCard key={schedule.id} schedule={schedule} now={now} mayWrite={mayWrite} names={names} />
          ))}
        </div>
      )}
    </>
  );
}
