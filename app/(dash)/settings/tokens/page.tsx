import type { Metadata } from "next";
import { cookies } from "next/headers";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listTokens } from "#lib/tokens/list";
import { ISSUED_COOKIE, type PublicToken } from "#lib/tokens/schema";
import { listUsers } from "#lib/users/list";
import { LinkButton } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { readFormState } from "../../../_shell/form-state.ts";
import { SettingsTabs } from "../settings-tabs.tsx";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const { ctx, actor } = await pageCtx();
  const isAll = can(actor, "tokens:manage");
  const [tokens, users, state, jar] = await Promise.all([
    listTokens(ctx),
    isAll ? listUsers(ctx) : [],
    readFormState(/^\/api\/tokens/),
    cookies(),
  ]);
  const owners = new Map(users.map((user) => [user.id, user.username]));
  const issued = jar.get(ISSUED_COOKIE)?.value;
  return (
    <>
      <PageHeader
        title="API tokens"
        lead="Programs send one as Authorization: Bearer pbx_…, and may do what its role may."
      >
        <LinkButton kind="primary" href="/settings/tokens/new">
          New token
        </LinkButton>
      </PageHeader>
      <SettingsTabs actor={actor} on="/settings/tokens" />
      {state && <Banner tone="bad">{state.message}</Banner>}
      {issued && <Issued token={issued} />}
      <Panel>
        {tokens.length === 0 ? (
          <Empty title="No API tokens">Make one for each program, so that it can be taken back alone.</Empty>
        ) : (
          <Table
            caption="API tokens"
            columns={columns(isAll ? owners : null)}
            rows={tokens}
            rowKey={(token) => token.id}
          />
        )}
      </Panel>
    </>
  );
}

function Issued({ token }: { token: string }) {
  return (
    <Banner tone="ok">
      <p className="font-semibold">Your new token. It is shown only now; copy it.</p>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <code className="min-w-0 break-all rounded bg-surface px-1.5 py-0.5">{token}</code>
        <CopyButton text={token} label="Copy token" />
      </p>
    </Banner>
  );
}

function columns(owners: Map<number, string> | null): Column<PublicToken>[] {
  const now = new Date();
  const owner = (row: PublicToken) => owners?.get(row.user_id) ?? "–";
  return [
    { key: "name", label: "Name", isName: true, cell: (row) => <a href={`/settings/tokens/${row.id}`}>{row.name}</a> },
    ...(owners ? [{ key: "owner", label: "Owner", wide: true, cell: owner }] : []),
    { key: "role", label: "Role", cell: (row) => `${row.role}${row.write_enabled ? "" : ", reads only"}` },
    { key: "from", label: "From", wide: true, cell: (row) => row.allowed_addresses?.join(", ") ?? "anywhere" },
    {
      key: "used",
      label: "Last used",
      cell: (row) => (row.last_used_at ? <Moment at={row.last_used_at} now={now} /> : "never"),
    },
    {
      key: "expires",
      label: "Expires",
      wide: true,
      cell: (row) => (row.expires_at ? <Moment at={row.expires_at} now={now} /> : "never"),
    },
  ];
}
