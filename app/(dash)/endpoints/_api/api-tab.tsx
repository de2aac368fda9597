import type { ReactNode } from "react";
import { can } from "#lib/auth/permissions";
import type { BackendCapabilities, OpenapiOperation } from "#lib/backend/openapi";
import { type BackendOpenapi, getBackendOpenapi } from "#lib/backends/openapi";
import type { Ctx } from "#lib/ctx";
import { isAppError } from "#lib/errors";
import { type ObjectNoun, wayInWords } from "#lib/sync/object-ways";
import { readWays, type Ways } from "#lib/sync/read-ways";
import { ActionForm, LinkButton } from "#ui/button";
import { FilterBar } from "#ui/filter-bar";
import { Moment } from "#ui/moment";
import { DefinitionList, Empty, Panel } from "#ui/panel";
import { Pagination, Table } from "#ui/table";
import { type ApiSearch, apiHref, readApiSearch } from "./api-search.ts";

const PAGE = 100;

type Raw = Record<string, string | string[] | undefined>;

/** What a backend says it can do: its capabilities as this console uses them, and every call of its own description. */
export async function ApiTab(props: { ctx: Ctx; backendId: number; search: Raw; now: Date }): Promise<ReactNode> {
  const { ctx, backendId, now } = props;
  const search = readApiSearch(props.search);
  const refresh = can(ctx.actor, "openapi:refresh") && (
    <ActionForm action={`/api/backends/${backendId}/openapi/refresh`}>Read again</ActionForm>
  );
  try {
    const found = await getBackendOpenapi(ctx, backendId);
    const ways = await readWays(ctx, backendId);
    return (
      <div className="grid gap-4">
        <Capabilities found={found} refresh={refresh} now={now} />
        <SyncWays ways={ways} />
        <Calls calls={found.operations} backendId={backendId} search={search} />
      </div>
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    return (
      <div className="grid gap-4">
        <Panel title="What it can do" aside={refresh}>
          <Empty title="Its description could not be read">{error.message}</Empty>
        </Panel>
        <SyncWays ways={await readWays(ctx, backendId)} />
      </div>
    );
  }
}

const capabilities: Record<keyof BackendCapabilities, string> = {
  proxmoxProxy: "Reads snapshots and tasks of a guest",
  taskHistoryStream: "Syncs the task history as a stage",
  guestStreams: "Syncs a single guest",
  orphanSweep: "Sweeps what is gone from Proxmox",
  netboxProbe: "Tells whether it reaches NetBox",
  executionPolicy: "Refuses the legacy WebSocket outside of its legacy mode",
};

function Capabilities({ found, refresh, now }: { found: BackendOpenapi; refresh: ReactNode; now: Date }) {
  const named = Object.entries(capabilities) as [keyof BackendCapabilities, string][]; // safe because its keys are typed
  return (
    <Panel title="What it can do" aside={refresh}>
      <DefinitionList
        items={[
          ["Release", found.version],
          ["Read", <Moment key="read" at={found.fetched_at} now={now} />],
          ...named.map(([key, name]): [string, string] => [name, found.capabilities[key] ? "Yes" : "No"]),
        ]}
      />
    </Panel>
  );
}

const nouns: Record<ObjectNoun, string> = {
  cluster: "One cluster",
  node: "One node",
  storage: "One storage",
  vm: "A guest that NetBox knows",
};

/** Which of its calls Sync Now uses for one object, and why. */
function SyncWays({ ways: { isDescribed, ways } }: { ways: Ways }) {
  return (
    <Panel title="Sync Now" aside={isDescribed ? "by its release and its description" : "by its release alone"}>
      <DefinitionList
        items={ways.map((way): [string, string] => [nouns[way.noun], `${wayInWords(way)}. ${way.why}`])}
      />
    </Panel>
  );
}

function Calls(props: { calls: OpenapiOperation[]; backendId: number; search: ApiSearch }) {
  const { calls, backendId, search } = props;
  const base = `/endpoints/backends/${backendId}`;
  const fitting = calls.filter((call) => fits(call, search));
  const isFiltered = Boolean(search.q || search.method || search.of);
  return (
    <Panel title="Calls" aside={`${calls.length} in its description`}>
      <FilterBar
        action={base}
        hidden={{ tab: "api" }}
        fields={[
          { name: "q", label: "Contains", kind: "text", value: search.q },
          { name: "method", label: "Method", kind: "choice", value: search.method, options: methodsOf(calls) },
          { name: "of", label: "Of", kind: "choice", value: search.of, options: owners },
        ]}
        clearHref={isFiltered ? `${base}?tab=api` : null}
      />
      {fitting.length === 0 ? (
        <Empty title="No call fits these filters">
          <LinkButton href={`${base}?tab=api`}>Show all</LinkButton>
        </Empty>
      ) : (
        <Table
          caption="Calls of this backend"
          rows={fitting.slice(search.offset, search.offset + PAGE)}
          rowKey={({ method, path }) => `${method} ${path}`}
          columns={[
            { key: "method", label: "Method", cell: ({ method }) => <code>{method}</code> },
            { key: "path", label: "Path", isName: true, cell: ({ path }) => <code className="break-all">{path}</code> },
            { key: "summary", label: "What it does", wide: true, cell: ({ summary }) => summary ?? "–" },
          ]}
        />
      )}
      <Pagination
        count={fitting.length}
        offset={search.offset}
        limit={PAGE}
        href={(offset) => apiHref(base, search, offset)}
      />
    </Panel>
  );
}

const owners: [string, string][] = [
  ["backend", "The backend itself"],
  ["proxmox", "Proxmox, passed on"],
];

const methodsOf = (calls: OpenapiOperation[]): [string, string][] =>
  [...new Set(calls.map(({ method }) => method))].map((method) => [method, method]);

function fits({ method, path, summary, isProxmoxProxy }: OpenapiOperation, search: ApiSearch): boolean {
  if (search.method && method !== search.method) return false;
  if (search.of && isProxmoxProxy !== (search.of === "proxmox")) return false;
  const text = `${path} ${summary ?? ""}`.toLowerCase();
  return !search.q || text.includes(search.q.toLowerCase());
}
