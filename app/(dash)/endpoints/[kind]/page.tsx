import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listEndpoints } from "#lib/endpoints/list";
import { type EndpointKind, endpointKinds, kindTitles } from "#lib/endpoints/schema";
import { listChecks } from "#lib/status/get";
import { listStrips } from "#lib/status/list-strips";
import { serviceOfKind } from "#lib/status/schema";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import { checkInterval } from "../../../_status/check-interval.ts";
import { readKind } from "../_forms/choices.ts";
import { MissingKind } from "../_forms/missing-kind.tsx";
import { EndpointsTable } from "./endpoints-table.tsx";

type Props = { params: Promise<{ kind: string }> };

const purposes: Record<EndpointKind, string> = {
  proxmox: "The Proxmox VE clusters and nodes that are read.",
  netbox: "The NetBox instances that are written to.",
  backends: "The proxbox-api services that do the work.",
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const kind = readKind((await params).kind);
  return { title: kind ? kindTitles[kind].many : "Endpoints" };
}

export default async function EndpointsPage({ params }: Props) {
  const kind = readKind((await params).kind);
  const { ctx, actor } = await pageCtx();
  if (!kind) return <MissingKind />;
  const [checks, checkEveryMs, ...lists] = await Promise.all([
    listChecks(ctx, serviceOfKind[kind]),
    checkInterval(ctx),
    ...endpointKinds.map((each) => listEndpoints(ctx, each)),
  ]);
  const endpoints = lists[endpointKinds.indexOf(kind)] ?? [];
  const now = new Date();
  const strips = await listStrips(ctx, {
    service: serviceOfKind[kind],
    endpointIds: endpoints.map((endpoint) => endpoint.id),
    now,
  });
  const mayWrite = can(actor, "endpoints:write");
  const { one, many } = kindTitles[kind];
  const create = mayWrite && (
    <LinkButton href={`/endpoints/${kind}/new`} kind="primary">
      Add a {one}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={many} crumbs={[{ label: "Endpoints" }]} lead={purposes[kind]}>
        {create}
      </PageHeader>
      <div className="mb-3">
        <Tabs
          label="Kinds of endpoints"
          tabs={(["proxmox", "netbox", "backends"] as const).map((each) => ({
            href: `/endpoints/${each}`,
            label: kindTitles[each].many,
            count: lists[endpointKinds.indexOf(each)]?.length,
            isOn: each === kind,
          }))}
        />
      </div>
      <Panel>
        {endpoints.length > 0 ? (
          <EndpointsTable
            kind={kind}
            title={many}
            endpoints={endpoints}
            checks={checks}
            strips={strips}
            checkEveryMs={checkEveryMs}
            now={now}
          />
        ) : (
          <Empty title={`No ${one} yet`}>
            <p className="mb-3">
              {mayWrite ? `Add one; its address is checked when you save.` : "An administrator can add one."}
            </p>
            {create}
          </Empty>
        )}
      </Panel>
    </>
  );
}
