import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { logLevels } from "#lib/backend/logs";
import { readBackendLog } from "#lib/backends/read-log";
import { listEndpoints } from "#lib/endpoints/list";
import { errorMessage, isAppError } from "#lib/errors";
import { LinkButton } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { LogFilters } from "./log-filters.tsx";
import { LogLines } from "./log-lines.tsx";

export const metadata: Metadata = { title: "Backend logs" };

type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? "") : (value ?? ""));

export default async function BackendLogsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, actor }, search] = await Promise.all([pageCtx(), searchParams]);
  if (!can(actor, "backend-logs:read"))
    return <NoPermission title="Backend logs" needed="operator" backHref="/" backLabel="Home" />;
  const backends = await listEndpoints(ctx, "backends");
  const chosen =
    backends.find((backend) => String(backend.id) === one(search.backend)) ?? backends.find((row) => row.enabled);
  const filter = {
    level: one(search.level),
    errors_only: one(search.errors_only) === "true",
    operation_id: one(search.operation_id),
    since: one(search.since),
  };
  return (
    <>
      <PageHeader title="Backend logs" lead="What proxbox-api itself wrote: its last 10 000 lines, since its start.">
        {chosen && <LinkButton href={`/endpoints/backends/${chosen.id}`}>{chosen.name}</LinkButton>}
      </PageHeader>
      {chosen ? (
        <Panel>
          <LogFilters backends={backends} chosenId={chosen.id} filter={filter} />
          <Lines ctx={ctx} backendId={chosen.id} filter={filter} />
        </Panel>
      ) : (
        <Panel>
          <Empty title="There is no backend yet">
            <p>Add a proxbox-api under Endpoints first.</p>
          </Empty>
        </Panel>
      )}
    </>
  );
}

type LinesProps = {
  ctx: Awaited<ReturnType<typeof pageCtx>>["ctx"];
  backendId: number;
  filter: { level: string; errors_only: boolean; operation_id: string; since: string };
};

async function Lines({ ctx, backendId, filter }: LinesProps) {
  try {
    const level = logLevels.find((name) => name === filter.level);
    const page = await readBackendLog(ctx, backendId, {
      level,
      errors_only: filter.errors_only || undefined,
      operation_id: filter.operation_id || undefined,
      since: filter.since || undefined,
      limit: 200,
    });
    const query = new URLSearchParams({
      ...(level ? { level } : {}),
      ...(filter.errors_only ? { errors_only: "true" } : {}),
      ...(filter.operation_id ? { operation_id: filter.operation_id } : {}),
    });
    return <LogLines initial={page.entries} streamUrl={`/api/backends/${backendId}/logs/stream?${query}`} />;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return <Banner tone="bad">The log cannot be read: {errorMessage(error)}</Banner>;
  }
}
