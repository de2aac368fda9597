import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listDifferences, listPreviews } from "#lib/preview/list";
import { type Preview, PreviewListParams } from "#lib/preview/schema";
import { ActionForm, LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { AutoRefresh } from "../../_status/auto-refresh.tsx";
import { endpointChoice } from "../_inventory/choices.ts";
import { chosenColumns } from "../_inventory/columns.ts";
import type { Choice } from "../_inventory/list-filters.tsx";
import { ListFrame } from "../_inventory/list-frame.tsx";
import { isFiltered, readListSearch, type SearchParams } from "../_inventory/list-search.ts";
import { previewColumns, stateWords } from "./preview-columns.tsx";
import { PreviewEndpoints } from "./preview-endpoints.tsx";

export const metadata: Metadata = { title: "Preview" };

const LOOK_MS = 1_500;

const choices: Choice[] = [
  { name: "state", label: "Difference", options: Object.entries(stateWords) },
  {
    name: "kind",
    label: "Kind",
    options: [
      ["cluster", "Clusters"],
      ["node", "Nodes"],
      ["vm", "VMs and containers"],
    ],
  },
];

export default async function PreviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = readListSearch("/preview", PreviewListParams, await searchParams);
  const { ctx, actor } = await pageCtx();
  const [page, previews, endpoints, refused] = await Promise.all([
    listDifferences(ctx, search.query),
    listPreviews(ctx),
    endpointChoice(ctx),
    readFormState("/api/preview"),
  ]);
  const now = new Date();
  const columns = previewColumns(search, new Map(previews.map((one) => [one.proxmox_endpoint_id, one.endpoint_name])));
  const isBusy = previews.some((preview) => preview.status === "pending" || preview.status === "running");
  const mayRun = can(actor, "preview:run");
  return (
    <>
      {isBusy && <AutoRefresh everyMs={LOOK_MS} />}
      {isBusy && (
        <noscript>
          <meta httpEquiv="refresh" content="3" />
        </noscript>
      )}
      <PageHeader
        title="Preview"
        lead="What a sync would find to do: Proxmox against NetBox, object by object. A comparison reads and writes nothing."
      >
        {mayRun && previews.length > 0 && (
          <ActionForm action="/api/preview" kind="primary">
            Compare now
          </ActionForm>
        )}
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <Panel title="Endpoints" className="mb-4">
        {previews.length === 0 ? (
          <Empty title="There is no Proxmox endpoint">
            <LinkButton href="/endpoints/proxmox">Endpoints</LinkButton>
          </Empty>
        ) : (
          <PreviewEndpoints previews={previews} mayRun={mayRun} now={now} />
        )}
      </Panel>
      <ListFrame
        caption="Differences"
        search={search}
        choices={[...choices, endpoints]}
        columns={columns}
        shown={await chosenColumns(search, columns)}
        page={page}
        selectFor={null}
        asOf={null}
        empty={isFiltered(search) ? undefined : <Nothing previews={previews} />}
      />
      <Limits previews={previews} />
    </>
  );
}

function Nothing({ previews }: { previews: Preview[] }) {
  const compared = previews.filter((preview) => preview.as_of !== null);
  if (compared.length === 0) {
    return (
      <Empty title="Nothing was compared yet">
        Compare now reads Proxmox through its backend and NetBox with the token of its endpoint.
      </Empty>
    );
  }
  const same = compared.reduce((sum, { counts }) => sum + (counts?.same ?? 0), 0);
  return <Empty title="No difference">{`All ${same} objects that were compared are the same on both sides.`}</Empty>;
}

/** What a comparison cannot know, so that nobody takes it for more than it is. */
function Limits({ previews }: { previews: Preview[] }) {
  const sentences = new Map<string, string[]>();
  for (const { endpoint_name, limits } of previews)
    for (const sentence of limits) sentences.set(sentence, [...(sentences.get(sentence) ?? []), endpoint_name]);
  const compared = previews.filter((preview) => preview.limits.length > 0).length;
  if (sentences.size === 0) return null;
  return (
    <Panel title="What this cannot know" className="mt-4">
      <ul className="list-disc space-y-1 py-3 pl-8 pr-3.5">
        {[...sentences].map(([sentence, names]) => (
          <li key={sentence}>
            {names.length < compared && <strong>{names.join(", ")}: </strong>}
            {sentence}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
