import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listEndpoints } from "#lib/endpoints/list";
import { IdParams } from "#lib/http/query";
import { getSchedule } from "#lib/schedules/get";
import { DeleteMenu } from "#ui/delete-menu";
import { Missing } from "#ui/missing";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { foundOrNull } from "../../_inventory/found.ts";
import { ScheduleCard } from "../schedule-card.tsx";
import { ScheduleForm } from "../schedule-form.tsx";

export const metadata: Metadata = { title: "Schedule" };

type Props = { params: Promise<{ id: string }> };

export default async function SchedulePage({ params }: Props) {
  const path = await params;
  const id = IdParams.safeParse(path);
  const { ctx, actor } = await pageCtx();
  const schedule = id.success ? await foundOrNull(getSchedule(ctx, id.data.id)) : null;
  if (!schedule) return <Missing what={`schedule ${path.id}`} backHref="/schedules" backLabel="Schedules" />;
  const mayWrite = can(actor, "schedules:write");
  const isEditable = mayWrite && !schedule.is_system;
  const [endpoints, refused] = await Promise.all([
    listEndpoints(ctx, "proxmox"),
    readFormState(new RegExp(`^/api/schedules/${schedule.id}/`)),
  ]);
  const names = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.name]));
  return (
    <>
      <PageHeader
        title={schedule.name}
        crumbs={[{ label: "Schedules", href: "/schedules" }, { label: schedule.name }]}
        lead={
          schedule.is_system ? "Follows the setting of how often a full sync runs; change it in the settings." : null
        }
      >
        {isEditable && (
          <DeleteMenu action={`/api/schedules/${schedule.id}`} what={`Delete schedule ${schedule.name}`} />
        )}
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <div className="mb-4">
        <ScheduleCard schedule={schedule} now={new Date()} mayWrite={mayWrite} names={names} isAlone />
      </div>
      {isEditable && <ScheduleForm ctx={ctx} schedule={schedule} />}
    </>
  );
}
