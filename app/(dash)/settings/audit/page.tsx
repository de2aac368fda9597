import type { Metadata } from "next";
import { listAudit } from "#lib/audit/list";
import { AuditQuery, type PublicAuditEntry } from "#lib/audit/schema";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { Button, LinkButton } from "#ui/button";
import { TextField } from "#ui/field";
import { Moment } from "#ui/moment";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { type Column, Pagination, Table } from "#ui/table";
import { SettingsTabs } from "../settings-tabs.tsx";
import { changesOf } from "./changes-of.ts";

export const metadata: Metadata = { title: "Audit log" };

const PAGE = 50;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "audit:read"))
    return <NoPermission title="Audit log" needed="admin" backHref="/settings" backLabel="Settings" />;
  const { q, offset } = await searchParams;
  // What cannot be read in an address means the first page of everything.
  const asked = AuditQuery.safeParse({ limit: PAGE, offset: offset ?? 0, ...(q ? { q } : {}) });
  const query = asked.success ? asked.data : AuditQuery.parse({ limit: PAGE });
  const { count, isEstimate, results } = await listAudit(ctx, query);
  const search = query.q ? `q=${encodeURIComponent(query.q)}&` : "";
  return (
    <>
      <PageHeader title="Audit log" lead="Who changed what, from where. Secrets are masked; nobody can change it.">
        <LinkButton href={`/api/audit?${search}format=csv`}>Download CSV</LinkButton>
      </PageHeader>
      <SettingsTabs actor={actor} on="/settings/audit" />
      <form method="get" className="flex max-w-md items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField label="Search" name="q" type="search" defaultValue={query.q ?? ""} maxLength={200} />
        </div>
        <Button className="mb-3.5">Search</Button>
      </form>
      <Panel>
        {results.length === 0 ? (
          <Empty title="Nothing matches this search">
            <LinkButton href="/settings/audit">Show all</LinkButton>
          </Empty>
        ) : (
          <Table caption="Audit log" columns={columns(new Date())} rows={results} rowKey={(entry) => entry.id} />
        )}
        <Pagination
          count={count}
          isEstimate={isEstimate}
          offset={query.offset}
          limit={query.limit}
          href={(next) => `/settings/audit?${search}offset=${next}`}
        />
      </Panel>
    </>
  );
}

function columns(now: Date): Column<PublicAuditEntry>[] {
  return [
    { key: "at", label: "When", under: true, cell: (entry) => <Moment at={entry.at} now={now} /> },
    { key: "who", label: "Who", cell: (entry) => `${entry.username}${entry.token_id ? " (token)" : ""}` },
    { key: "what", label: "What", isName: true, cell: (entry) => `${entry.action} ${entry.object_type}` },
    { key: "object", label: "Object", cell: (entry) => entry.object_name ?? entry.object_id ?? "–" },
    { key: "changes", label: "Changes", wide: true, cell: (entry) => <Changes entry={entry} /> },
    { key: "from", label: "From", wide: true, cell: (entry) => entry.address ?? "–" },
  ];
}

function Changes({ entry }: { entry: PublicAuditEntry }) {
  const changes = changesOf(entry.before, entry.after);
  if (changes.length === 0) return <span className="text-muted">–</span>;
  return (
    <details>
      <summary className="cursor-pointer">
        {changes
          .map(([name]) => name)
          .join(", ")
          .slice(0, 60)}
      </summary>
      <ul className="whitespace-normal">
        {changes.map(([name, before, after]) => (
          <li key={name} className="break-all">
            <span className="font-medium">{name}</span>: {before} → {after}
          </li>
        ))}
      </ul>
    </details>
  );
}
