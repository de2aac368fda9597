import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listEndpoints } from "#lib/endpoints/list";
import { LinkButton } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { LogFilters } from "./_log/log-filters.tsx";
import { LogPage } from "./_log/log-page.tsx";
import { readLogSearch } from "./_log/log-search.ts";

export const metadata: Metadata = { title: "Backend logs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function BackendLogsPage({ searchParams }: Props) {
  const [{ ctx, actor }, params] = await Promise.all([pageCtx(), searchParams]);
  if (!can(actor, "backend-logs:read"))
    return <NoPermission title="Backend logs" needed="operator" backHref="/" backLabel="Home" />;
  const backends = await listEndpoints(ctx, "backends");
  const asked = backends.find((backend) => String(backend.id) === params.backend);
  const chosen = asked ?? backends.find((backend) => backend.enabled);
  const search = readLogSearch(params);
  return (
    <>
      <PageHeader
        title="Backend logs"
        lead="What proxbox-api itself wrote: its last 10 000 lines, since its start. Times are UTC."
      >
        {chosen && <LinkButton href={`/endpoints/backends/${chosen.id}`}>Open the backend</LinkButton>}
      </PageHeader>
      <Panel>
        {chosen ? (
          <>
            <LogFilters backends={backends} chosenId={chosen.id} search={search} />
            <LogPage ctx={ctx} backendId={chosen.id} search={search} />
          </>
        ) : (
          <NoBackend />
        )}
      </Panel>
    </>
  );
}

function NoBackend() {
  return (
    <Empty title="There is no backend yet">
      <p className="mb-3">It writes what is shown here: a proxbox-api, entered as an endpoint.</p>
      <LinkButton href="/endpoints/backends">Backends</LinkButton>
    </Empty>
  );
}
