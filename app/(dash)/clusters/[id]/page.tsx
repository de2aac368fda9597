import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { getCluster } from "#lib/clusters/get";
import type { Cluster } from "#lib/clusters/schema";
import type { Ctx } from "#lib/ctx";
import { LinkButton } from "#ui/button";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner, DefinitionList, Panel } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { EndpointLink, StaleNote } from "../../_inventory/age.tsx";
import { foundOrNull } from "../../_inventory/found.ts";
import { NetboxLink, SyncNote, SyncNow } from "../../_inventory/parts.tsx";
import { syncNote } from "../../_inventory/sync-scope.ts";
import { readId } from "../../endpoints/_forms/choices.ts";
import { ClusterBadge } from "../cluster-badge.tsx";

type Props = { params: Promise<{ id: string }> };

const clusterOf = (ctx: Ctx, id: string): Promise<Cluster | null> => foundOrNull(getCluster(ctx, readId(id) ?? 0));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await pageCtx();
  return { title: (await clusterOf(ctx, (await params).id))?.name ?? "Cluster" };
}

export default async function ClusterPage({ params }: Props) {
  const { id } = await params;
  const { ctx, actor } = await pageCtx();
  const cluster = await clusterOf(ctx, id);
  if (!cluster) return <Missing what={`cluster ${id}`} backHref="/clusters" backLabel="Clusters" />;
  const refused = await readFormState(`/api/sync/cluster/${cluster.id}`);
  const now = new Date();
  const at = `cluster_id=${cluster.id}`;
  return (
    <>
      <PageHeader
        title={cluster.name}
        badge={<ClusterBadge cluster={cluster} />}
        crumbs={[{ label: "Clusters", href: "/clusters" }, { label: cluster.name }]}
      >
        {can(actor, "jobs:create") && <SyncNow noun="cluster" row={cluster} />}
      </PageHeader>
      {can(actor, "jobs:create") && (
        <SyncNote missing={cluster.missing} scope={await syncNote(ctx, "cluster", cluster)} />
      )}
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <StaleNote ctx={ctx} endpointId={cluster.proxmox_endpoint_id} now={now} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Cluster">
          <DefinitionList
            items={[
              ["Mode", cluster.mode],
              ["Proxmox VE", cluster.version ?? "–"],
              ["Quorum", cluster.quorate === null ? "–" : cluster.quorate ? "Yes" : "No"],
              ["Nodes online", `${cluster.nodes_online} of ${cluster.node_count}`],
              ["Endpoint", <EndpointLink key="endpoint" ctx={ctx} id={cluster.proxmox_endpoint_id} />],
              ["NetBox", <NetboxLink key="netbox" href={cluster.netbox_url} />],
              ["Last seen", <Moment key="seen" at={cluster.last_seen_at} now={now} />],
            ]}
          />
        </Panel>
        <Panel title="What it holds">
          <DefinitionList
            items={[
              ["Virtual machines", cluster.vm_count],
              ["Containers", cluster.lxc_count],
              ["Nodes", cluster.node_count],
            ]}
          />
          <p className="flex flex-wrap gap-2 px-3.5 pb-3">
            <LinkButton href={`/vms?${at}`}>Virtual machines</LinkButton>
            <LinkButton href={`/nodes?${at}`}>Nodes</LinkButton>
            <LinkButton href={`/storage?${at}`}>Storage</LinkButton>
          </p>
        </Panel>
      </div>
    </>
  );
}
