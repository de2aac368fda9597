import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { type EndpointKind, kindTitles } from "#lib/endpoints/schema";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import { readKind } from "../_forms/choices.ts";
import { MissingKind } from "../_forms/missing-kind.tsx";
import { EndpointsTable } from "./endpoints-table.tsx";
import { readList } from "./read-list.ts";

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
  const now = new Date();
  const { endpoints, counts, ...facts } = await readList(ctx, kind, now);
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
            count: counts.get(each),
            isOn: each === kind,
          }))}
        />
      </div>
      <Panel>
        {endpoints.length > 0 ? (
          <EndpointsTable kind={kind} title={many} endpoints={endpoints} now={now} {...facts} />
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
