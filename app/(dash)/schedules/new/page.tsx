import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { ScheduleForm } from "../schedule-form.tsx";

export const metadata: Metadata = { title: "New schedule" };

export default async function NewSchedulePage() {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "schedules:write")) {
    return <NoPermission title="New schedule" needed="operator" backHref="/schedules" backLabel="Schedules" />;
  }
  return (
    <>
      <PageHeader title="New schedule" crumbs={[{ label: "Schedules", href: "/schedules" }, { label: "New" }]} />
      <ScheduleForm ctx={ctx} schedule={null} />
    </>
  );
}
