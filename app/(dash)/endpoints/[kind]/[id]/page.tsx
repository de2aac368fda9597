import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import { type EndpointKind, kindTitles, type PublicEndpoint } from "#lib/endpoints/schema";
import { listJobs } from "#lib/jobs/list";
import type { WireJob } from "#lib/jobs/wire";
import { getCheck } from "#lib/status/get";
import { listStrips } from "#lib/status/list-strips";
import { serviceOfKind } from "#lib/status/schema";
import { ActionForm, LinkButton } from "#ui/button";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { DefinitionList, Empty, Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import { EndpointDoctor } from "../../../../_doctor/endpoint-doctor.tsx";
import { readFormState } from "../../../../_shell/form-state.ts";
import { checkInterval } from "../../../../_status/check-interval.ts";
import { CheckPanel } from "../../../../_status/check-panel.tsx";
import { includesEndpoint } from "../../../_home/home-warnings.ts";
import { JobsTable } from "../../../jobs/jobs-table.tsx";
import { ApiTab } from "../../_api/api-tab.tsx";
import { DriftPanel } from "../../_drift/drift-panel.tsx";
import { RecoveryBanner } from "../../_drift/recovery-banner.tsx";
import { RefusedBanner } from "../../_drift/refused-banner.tsx";
import { endpointChoices, endpointOfPath } from "../../_forms/choices.ts";
import { endpointFacts } from "../../_forms/facts.tsx";
import { MissingEndpoint } from "../../_forms/missing-kind.tsx";
import { DeleteEndpoint, InUse } from "../../_forms/removal.tsx";
import { StateBadges } from "../endpoints-table.tsx";

type Props = {
  params: Promise<{ kind: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const LAST_JOBS = 5;
/** Jobs of all endpoints name none: so many are looked through. */
const LOOKED_AT = 50;

async function lastJobsOf(ctx: Ctx, endpointId: number): Promise<WireJob[]> {
  const { results } = await listJobs(ctx, { limit: LOOKED_AT });
  return results.filter((job) => includesEndpoint(job, endpointId)).slice(0, LAST_JOBS);
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { ctx } = await pageCtx();
  return { title: (await endpointOfPath(ctx, await params))?.endpoint.name ?? "Endpoint" };
}

export default async function EndpointPage({ params, searchParams }: Props) {
  const path = await params;
  const search = await searchParams;
  const { ctx, actor } = await pageCtx();
  const found = await endpointOfPath(ctx, path);
  if (!found) return <MissingEndpoint path={path} />;
  const { kind, endpoint } = found;
  const now = new Date();
  const base = `/endpoints/${kind}/${endpoint.id}`;
  const isApi = kind === "backends" && search.tab === "api";
  const refused =
    (await readFormState(new RegExp(`^/api/(endpoints/${kind}/${endpoint.id}(/|$)|session/confirm$)`))) ??
    (isApi ? await readFormState(`/api/backends/${endpoint.id}/openapi/refresh`) : null);
  return (
    <>
      <PageHeader
        title={endpoint.name}
        badge={<StateBadges endpoint={endpoint} />}
        crumbs={[{ label: kindTitles[kind].many, href: `/endpoints/${kind}` }, { label: endpoint.name }]}
      >
        {kind === "proxmox" && <LinkButton href={`/preview?proxmox_endpoint_id=${endpoint.id}`}>Preview</LinkButton>}
        <Actions kind={kind} endpoint={endpoint} maySync={can(actor, "jobs:create")} />
        {can(actor, "endpoints:write") && (
          <>
            <LinkButton href={`${base}/edit`}>Edit</LinkButton>
            <DeleteEndpoint ctx={ctx} kind={kind} endpoint={endpoint} />
          </>
        )}
      </PageHeader>
      {refused && <RefusedBanner ctx={ctx} refused={refused} here={base} />}
      <RecoveryBanner endpoint={endpoint} />
      {kind === "backends" && (
        <div className="mb-3">
          <Tabs
            label="Parts of this backend"
            tabs={[
              { href: base, label: "Overview", isOn: !isApi },
              { href: `${base}?tab=api`, label: "API", isOn: isApi },
            ]}
          />
        </div>
      )}
      {isApi ? (
        <ApiTab ctx={ctx} backendId={endpoint.id} search={search} now={now} />
      ) : (
        <Overview ctx={ctx} kind={kind} endpoint={endpoint} now={now} />
      )}
    </>
  );
}

async function Overview({
  ctx,
  kind,
  endpoint,
  now,
}: {
  ctx: Ctx;
  kind: EndpointKind;
  endpoint: PublicEndpoint;
  now: Date;
}) {
  const { actor } = ctx;
  const [check, strips, everyMs, netbox, backends, jobs] = await Promise.all([
    getCheck(ctx, serviceOfKind[kind], endpoint.id),
    listStrips(ctx, { service: serviceOfKind[kind], endpointIds: [endpoint.id], now }),
    checkInterval(ctx),
    endpointChoices(ctx, "netbox"),
    endpointChoices(ctx, "backends"),
    kind === "proxmox" ? lastJobsOf(ctx, endpoint.id) : null,
  ]);
  return (
    <>
      <div className="grid items-start gap-4 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <Panel title="Connection" aside={<Changed at={endpoint.updated_at} now={now} />}>
          <DefinitionList
            items={endpointFacts(kind, endpoint, { backends: new Map(backends), netbox: new Map(netbox) })}
          />
        </Panel>
        <div className="min-w-0 lg:row-span-2">
          <CheckPanel
            check={check}
            strip={strips.get(endpoint.id)}
            name={endpoint.name}
            everyMs={everyMs}
            testAction={can(actor, "endpoints:test") ? `/api/endpoints/${kind}/${endpoint.id}/test` : null}
            now={now}
          />
        </div>
        <EndpointDoctor ctx={ctx} kind={kind} endpoint={endpoint} />
        <DriftPanel ctx={ctx} kind={kind} id={endpoint.id} now={now} />
        {can(actor, "endpoints:write") && <InUse kind={kind} endpoint={endpoint} />}
      </div>
      {jobs && (
        <Panel title="Last jobs" className="mt-4">
          {jobs.length > 0 ? (
            <JobsTable jobs={jobs} now={now} />
          ) : (
            <Empty title="No sync has included it yet">Run Sync Now starts the first one.</Empty>
          )}
        </Panel>
      )}
    </>
  );
}

function Changed({ at, now }: { at: string; now: Date }) {
  return (
    <span className="text-xs">
      changed <Moment at={at} now={now} />
    </span>
  );
}

function Actions(props: { kind: EndpointKind; endpoint: PublicEndpoint; maySync: boolean }) {
  if (props.kind !== "proxmox" || !props.maySync) return null;
  return (
    <ActionForm
      action="/sync/full-update"
      syncUrl="/sync/full-update"
      kind="primary"
      disabled={!props.endpoint.enabled}
      title={props.endpoint.enabled ? undefined : "Enable the endpoint first"}
      fields={{ proxmox_endpoint_ids: String(props.endpoint.id) }}
    >
      Run Sync Now
    </ActionForm>
  );
}
