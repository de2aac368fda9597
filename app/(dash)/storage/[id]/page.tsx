import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import { getStorage } from "#lib/storage/get";
import type { Storage } from "#lib/storage/schema";
import { Link } from "#ui/link";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner, DefinitionList, Panel } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { EndpointLink, StaleNote } from "../../_inventory/age.tsx";
import { foundOrNull } from "../../_inventory/found.ts";
import { SyncNote, SyncNow, Usage } from "../../_inventory/parts.tsx";
import { syncNote } from "../../_inventory/sync-scope.ts";
import { readId } from "../../endpoints/_forms/choices.ts";
import { StorageBadge } from "../storage-badge.tsx";

type Props = { params: Promise<{ id: string }> };

const storageOf = (ctx: Ctx, id: string): Promise<Storage | null> => foundOrNull(getStorage(ctx, readId(id) ?? 0));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await pageCtx();
  return { title: (await storageOf(ctx, (await params).id))?.name ?? "Storage" };
}

export default async function StorageDetailPage({ params }: Props) {
  const { id } = await params;
  const { ctx, actor } = await pageCtx();
  const storage = await storageOf(ctx, id);
  if (!storage) return <Missing what={`storage ${id}`} backHref="/storage" backLabel="Storage" />;
  const refused = await readFormState(`/api/sync/storage/${storage.id}`);
  const now = new Date();
  const { cluster_id: clusterId } = storage;
  return (
    <>
      <PageHeader
        title={storage.name}
        badge={<StorageBadge storage={storage} />}
        crumbs={[{ label: "Storage", href: "/storage" }, { label: storage.name }]}
      >
        {can(actor, "jobs:create") && <SyncNow noun="storage" row={storage} />}
      </PageHeader>
      {can(actor, "jobs:create") && (
        <SyncNote missing={storage.missing} scope={await syncNote(ctx, "storage", storage)} />
      )}
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <StaleNote ctx={ctx} endpointId={storage.proxmox_endpoint_id} now={now} />
      <Panel title="Storage">
        <DefinitionList
          items={[
            [
              "Cluster",
              clusterId === null ? (
                "–"
              ) : (
                <Link key="cluster" href={`/clusters/${clusterId}`}>
                  {storage.cluster_name}
                </Link>
              ),
            ],
            ["Node", storage.node ?? "All nodes"],
            ["Kind", storage.kind ?? "–"],
            ["Content", storage.content?.replaceAll(",", ", ") ?? "–"],
            ["Shared", storage.shared ? "Yes" : "No"],
            ["Used", <Usage key="used" used={storage.used_bytes} total={storage.total_bytes} label="Storage" />],
            ["Endpoint", <EndpointLink key="endpoint" ctx={ctx} id={storage.proxmox_endpoint_id} />],
            ["Last seen", <Moment key="seen" at={storage.last_seen_at} now={now} />],
          ]}
        />
      </Panel>
    </>
  );
}
