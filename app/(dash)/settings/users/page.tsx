import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listUsers } from "#lib/users/list";
import type { PublicUser } from "#lib/users/schema";
import { EnabledBadge } from "#ui/badge";
import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Panel } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { SettingsTabs } from "../settings-tabs.tsx";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage() {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "users:manage"))
    return <NoPermission title="Users" needed="admin" backHref="/settings" backLabel="Settings" />;
  const users = await listUsers(ctx);
  const now = new Date();
  const columns: Column<PublicUser>[] = [
    {
      key: "name",
      label: "Username",
      isName: true,
      cell: (row) => <Link href={`/settings/users/${row.id}`}>{row.username}</Link>,
    },
    { key: "role", label: "Role", cell: (row) => row.role },
    {
      key: "state",
      label: "State",
      cell: (row) => <EnabledBadge isOn={row.enabled} />,
    },
    {
      key: "last",
      label: "Last sign-in",
      wide: true,
      cell: (row) => (row.last_sign_in_at ? <Moment at={row.last_sign_in_at} now={now} /> : "never"),
    },
    { key: "created", label: "Created", wide: true, cell: (row) => <Moment at={row.created_at} now={now} /> },
  ];
  return (
    <>
      <PageHeader title="Users" lead="Viewers read, operators start and cancel syncs, administrators configure.">
        <LinkButton kind="primary" href="/settings/users/new">
          Add user
        </LinkButton>
      </PageHeader>
      <SettingsTabs actor={actor} on="/settings/users" />
      <Panel>
        <Table caption="Users" columns={columns} rows={users} rowKey={(row) => row.id} />
      </Panel>
    </>
  );
}
