import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import { getVm } from "#lib/vms/get";
import type { Vm } from "#lib/vms/schema";
import { Missing } from "#ui/missing";
import { PageHeader } from "#ui/page-header";
import { Banner, Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import { readFormState } from "../../../_shell/form-state.ts";
import { StaleNote } from "../../_inventory/age.tsx";
import { foundOrNull } from "../../_inventory/found.ts";
import type { SearchParams } from "../../_inventory/list-search.ts";
import { SyncNote, SyncNow } from "../../_inventory/parts.tsx";
import { syncNote } from "../../_inventory/sync-scope.ts";
import { readId } from "../../endpoints/_forms/choices.ts";
import { VmBadge } from "../vm-columns.tsx";
import { panelTabs, readTab, VmPanel } from "./_panel/vm-panel.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

const vmOf = (ctx: Ctx, id: string): Promise<Vm | null> => foundOrNull(getVm(ctx, readId(id) ?? 0));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await pageCtx();
  return { title: (await vmOf(ctx, (await params).id))?.name ?? "Virtual machine" };
}

export default async function VmPage({ params, searchParams }: Props) {
  const { id } = await params;
  const search = await searchParams;
  const { ctx, actor } = await pageCtx();
  const vm = await vmOf(ctx, id);
  if (!vm) return <Missing what={`virtual machine ${id}`} backHref="/vms" backLabel="Virtual machines" />;
  const tab = readTab(search.tab);
  const refused = await readFormState(`/api/sync/vm/${vm.id}`);
  const now = new Date();
  const upid = typeof search.task === "string" ? search.task : null;
  return (
    <>
      <PageHeader
        title={vm.name}
        badge={<VmBadge vm={vm} />}
        lead={`${vm.type === "qemu" ? "Virtual machine" : "Container"} ${vm.vmid} on ${vm.node || "an unknown node"}`}
        crumbs={[{ label: "Virtual machines", href: "/vms" }, { label: vm.name }]}
      >
        {can(actor, "jobs:create") && <SyncNow noun="vm" row={vm} />}
      </PageHeader>
      {can(actor, "jobs:create") && <SyncNote missing={vm.missing} scope={await syncNote(ctx, "vm", vm)} />}
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <StaleNote ctx={ctx} endpointId={vm.proxmox_endpoint_id} now={now} />
      <Panel>
        <div className="border-b border-line px-2 py-1.5">
          <Tabs
            label="Parts of this guest"
            tabs={panelTabs.map(({ key, label }) => ({
              label,
              href: key === "overview" ? vm.display_url : `${vm.display_url}?tab=${key}`,
              isOn: key === tab,
            }))}
          />
        </div>
        <VmPanel ctx={ctx} vm={vm} tab={tab} upid={upid} now={now} />
      </Panel>
    </>
  );
}
