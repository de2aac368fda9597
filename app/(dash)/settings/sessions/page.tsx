import type { Metadata } from "next";
import { listSessions, type PublicSession } from "#lib/auth/list-sessions";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { Badge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner, Panel } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { readFormState } from "../../../_shell/form-state.ts";
import { SettingsTabs } from "../settings-tabs.tsx";

export const metadata: Metadata = { title: "Sessions" };

const ending = { _method: "DELETE" };

export default async function SessionsPage() {
  const { ctx, actor } = await pageCtx();
  const [sessions, state] = await Promise.all([listSessions(ctx), readFormState(/^\/api\/sessions/)]);
  const now = new Date();
  const isAll = can(actor, "sessions:manage");
  const columns: Column<PublicSession>[] = [
    ...(isAll ? [{ key: "user", label: "User", cell: (row: PublicSession) => row.username }] : []),
    { key: "browser", label: "Browser", cell: (row) => browserOf(row.user_agent) },
    { key: "address", label: "Address", wide: true, cell: (row) => row.address ?? "–" },
    { key: "used", label: "Last used", cell: (row) => <Moment at={row.last_seen_at} now={now} /> },
    { key: "since", label: "Signed in", wide: true, cell: (row) => <Moment at={row.created_at} now={now} /> },
    {
      key: "end",
      label: "Action",
      cell: (row) =>
        row.is_current ? (
          <Badge tone="ok">This one</Badge>
        ) : (
          <ActionForm action={`/api/sessions/${row.id}`} kind="danger" fields={ending}>
            End
          </ActionForm>
        ),
    },
  ];
  return (
    <>
      <PageHeader
        title="Sessions"
        lead="Browsers that are signed in. A session that ends closes its open pages within a minute."
      >
        <ActionForm action="/api/sessions" fields={ending}>
          Sign out everywhere else
        </ActionForm>
      </PageHeader>
      <SettingsTabs actor={actor} on="/settings/sessions" />
      {state && <Banner tone="bad">{state.message}</Banner>}
      <Panel>
        <Table caption="Sessions" columns={columns} rows={sessions} rowKey={(row) => row.id} />
      </Panel>
    </>
  );
}

const names = ["Firefox", "Edg", "OPR", "Chrome", "Safari"] as const;

/** The name people know it by; whatever it said when it is none of those. */
function browserOf(userAgent: string | null): string {
  const name = names.find((candidate) => userAgent?.includes(`${candidate}/`));
  if (!name) return userAgent?.slice(0, 40) ?? "–";
  return { Edg: "Edge", OPR: "Opera", Firefox: "Firefox", Chrome: "Chrome", Safari: "Safari" }[name];
}
