import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { readBackendLog } from "#lib/backends/read-log";
import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { errorMessage, isAppError } from "#lib/errors";
import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { LogFilters } from "./log-filters.tsx";
import { LogLines } from "./log-lines.tsx";
import { isFollowed, type LogSearch, logHref, logQuery, readLogSearch } from "./log-search.ts";

export const metadata: Metadata = { title: "Backend logs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const PAGE = 200;

export default async function BackendLogsPage({ searchParams }: Props) {
  const [{ ctx, actor }, params] = await Promise.all([pageCtx(), searchParams]);
  if (!can(actor, "backend-logs:read"))
    return <NoPermission title="Backend logs" needed="operator" backHref="/" backLabel="Home" />;
  const backends = await listEndpoints(ctx, "backends");
  const chosen =
    backends.find((backend) => String(backend.id) === params.backend) ?? backends.find((row) => row.enabled);
  const search = readLogSearch(params);
  return (
    <>
      <PageHeader title="Backend logs" lead="What proxbox-api itself wrote: its last 10 000 lines, since its start.">
        {chosen && <LinkButton href={`/endpoints/backends/${chosen.id}`}>Open the backend</LinkButton>}
      </PageHeader>
      {chosen ? (
        <Panel>
          <LogFilters backends={backends} chosenId={chosen.id} search={search} />
          <Lines ctx={ctx} backendId={chosen.id} search={search} />
        </Panel>
      ) : (
        <Panel>
          <Empty title="There is no backend yet">
            <p className="mb-3">It writes what is shown here: a proxbox-api, entered as an endpoint.</p>
            <LinkButton href="/endpoints/backends">Backends</LinkButton>
          </Empty>
        </Panel>
      )}
    </>
  );
}

async function Lines({ ctx, backendId, search }: { ctx: Ctx; backendId: number; search: LogSearch }) {
  try {
    const { entries, hasMore } = await readBackendLog(ctx, backendId, {
      ...logQuery(search),
      q: search.q || undefined,
      since: search.since || undefined,
      until: search.until || undefined,
      older_than_id: search.olderThanId ?? undefined,
      limit: PAGE,
    });
    const given = Object.entries(logQuery(search)).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    const last = entries.at(-1);
    return (
      <>
        <LogLines
          key={logHref(backendId, search)}
          initial={entries}
          q={search.q}
          streamUrl={isFollowed(search) ? `/api/backends/${backendId}/logs/stream?${query}` : null}
        />
        <nav aria-label="Pages" className="flex gap-4 border-t border-line px-3.5 py-2">
          {search.olderThanId !== null && <Link href={logHref(backendId, search, { olderThanId: null })}>Newest</Link>}
          {hasMore && last && <Link href={logHref(backendId, search, { olderThanId: last.id })}>Older lines</Link>}
          {!hasMore && <span className="text-muted">The backend keeps nothing older that fits.</span>}
        </nav>
      </>
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    return (
      <div className="px-3.5 pt-3.5">
        <Banner tone="bad">
          <p>The log cannot be read: {errorMessage(error)}</p>
          <p>
            <Link href="/doctor">Ask the doctor</Link>
          </p>
        </Banner>
      </div>
    );
  }
}
