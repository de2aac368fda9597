import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import { getNode } from "#lib/nodes/get";
import type { ProxmoxNode } from "#lib/nodes/schema";
import { listVms } from "#lib/vms/list";
import { VmListParams } from "#lib/vms/schema";
import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner, DefinitionList, Empty, Panel } from "#ui/panel";
import { Table } from "#ui/table";
import { readFormState } from "../../../_shell/form-state.ts";
import { EndpointLink, StaleNote } from "../../_inventory/age.tsx";
import { foundOrNull } from "../../_inventory/found.ts";
import { Cpu, NetboxLink, StateBadge, SyncNote, SyncNow, Uptime, Usage } from "../../_inventory/parts.tsx";
import { syncNote } from "../../_inventory/sync-scope.ts";
import { readId } from "../../endpoints/_forms/choices.ts";
import { vmColumns } from "../../vms/vm-columns.tsx";

type Props = { params: Promise<{ id: string }> };

const SHOWN_VMS = 20;

const nodeOf = (ctx: Ctx, id: string): Promise<ProxmoxNode | null> => foundOrNull(getNode(ctx, readId(id) ?? 0));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await pageCtx();
  return { title: (await nodeOf(ctx, (await params).id))?.name ?? "Node" };
}

export default async function NodePage({ params }: Props) {
  const { id } = await params;
  const { ctx, actor } = await pageCtx();
  const node = await nodeOf(ctx, id);
  if (!node) return <Missing what={`node ${id}`} backHref="/nodes" backLabel="Nodes" />;
  const query = { node: node.name, proxmox_endpoint_id: String(node.proxmox_endpoint_id) };
  const [refused, vms] = await Promise.all([
    readFormState(`/api/sync/node/${node.id}`),
    listVms(ctx, VmListParams.parse({ ...query, limit: SHOWN_VMS })),
  ]);
  const now = new Date();
  return (
    <>
      <PageHeader
        title={node.name}
        badge={<StateBadge status={node.status} missing={node.missing} />}
        crumbs={[{ label: "Nodes", href: "/nodes" }, { label: node.name }]}
      >
        {can(actor, "jobs:create") && <SyncNow noun="node" row={node} />}
      </PageHeader>
      {can(actor, "jobs:create") && <SyncNote missing={node.missing} scope={await syncNote(ctx, "node", node)} />}
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <StaleNote ctx={ctx} endpointId={node.proxmox_endpoint_id} now={now} />
      <Panel title="Node">
        <DefinitionList items={nodeFacts(ctx, node, now)} />
      </Panel>
      <Panel title="VMs and containers" className="mt-4" aside={<span>{vms.count}</span>}>
        {vms.count === 0 ? (
          <Empty title="No VM and no container is on this node" />
        ) : (
          <Table
            caption={`Guests of ${node.name}`}
            columns={vmColumns(null, now).filter((column) => !column.extra)}
            rows={vms.results}
            rowKey={(vm) => vm.id}
          />
        )}
        {vms.count > SHOWN_VMS && (
          <p className="px-3.5 py-2">
            <LinkButton href={`/vms?${new URLSearchParams(query)}`}>Show all {vms.count}</LinkButton>
          </p>
        )}
      </Panel>
    </>
  );
}

function nodeFacts(ctx: Ctx, node: ProxmoxNode, now: Date): [string, React.ReactNode][] {
  return [
    [
      "Cluster",
      node.cluster_id === null ? (
        "–"
      ) : (
        <Link key="cluster" href={`/clusters/${node.cluster_id}`}>
          {node.cluster_name}
        </Link>
      ),
    ],
    ["Address", node.ip_address ?? "–"],
    ["CPU", <Cpu key="cpu" share={node.cpu} cores={node.max_cpu} />],
    ["Memory", <Usage key="memory" used={node.memory_bytes} total={node.max_memory_bytes} label="Memory" />],
    ["Disk", <Usage key="disk" used={node.disk_bytes} total={node.max_disk_bytes} label="Disk" />],
    ["Up for", <Uptime key="uptime" seconds={node.uptime_seconds} />],
    ["Endpoint", <EndpointLink key="endpoint" ctx={ctx} id={node.proxmox_endpoint_id} />],
    ["NetBox", <NetboxLink key="netbox" href={node.netbox_url} />],
    ["Last seen", <Moment key="seen" at={node.last_seen_at} now={now} />],
  ];
}
