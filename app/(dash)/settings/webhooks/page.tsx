import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listWebhooks } from "#lib/webhooks/list";
import { eventWords } from "#lib/webhooks/schema";
import { EnabledBadge } from "#ui/badge";
import { LinkButton } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { Table } from "#ui/table";
import { SettingsTabs } from "../settings-tabs.tsx";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "webhooks:manage"))
    return <NoPermission title="Webhooks" needed="admin" backHref="/settings" backLabel="Settings" />;
  const webhooks = await listWebhooks(ctx);
  return (
    <>
      <PageHeader title="Webhooks" lead="Tell other programs when a sync ends, fails again and again, or cannot start.">
        <LinkButton kind="primary" href="/settings/webhooks/new">
          New webhook
        </LinkButton>
      </PageHeader>
      <SettingsTabs actor={actor} on="/settings/webhooks" />
      <Panel>
        {webhooks.length === 0 ? (
          <Empty title="No webhooks">Add one to have a chat room or a pager told what happens here.</Empty>
        ) : (
          <Table
            caption="Webhooks"
            rows={webhooks}
            rowKey={(row) => row.id}
            columns={[
              { key: "name", label: "Name", isName: true, cell: (row) => <a href={row.display_url}>{row.name}</a> },
              { key: "url", label: "URL", wide: true, cell: (row) => row.target_url },
              {
                key: "events",
                label: "Tells",
                under: true,
                cell: (row) => (
                  <ul className="whitespace-normal">
                    {row.events.map((event) => (
                      <li key={event}>{eventWords[event]}</li>
                    ))}
                  </ul>
                ),
              },
              { key: "signed", label: "Signed", wide: true, cell: (row) => (row.has_secret ? "Yes" : "No") },
              { key: "state", label: "State", cell: (row) => <EnabledBadge isOn={row.enabled} /> },
            ]}
          />
        )}
      </Panel>
    </>
  );
}
