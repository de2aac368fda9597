import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { readFormState } from "../../../../_shell/form-state.ts";
import { WebhookForm } from "../webhook-form.tsx";

export const metadata: Metadata = { title: "New webhook" };

export default async function NewWebhookPage() {
  const { actor } = await pageCtx();
  if (!can(actor, "webhooks:manage"))
    return <NoPermission title="New webhook" needed="admin" backHref="/settings" backLabel="Settings" />;
  return (
    <>
      <PageHeader title="New webhook" crumbs={[{ label: "Webhooks", href: "/settings/webhooks" }, { label: "New" }]} />
      <WebhookForm webhook={null} state={await readFormState("/api/webhooks")} />
    </>
  );
}
