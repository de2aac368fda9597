import { Clock } from "lucide-react";
import type { Preview, PreviewCounts } from "#lib/preview/schema";
import { Badge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { Link } from "#ui/link";
import { Duration, Moment } from "#ui/moment";
import { type Column, Table } from "#ui/table";

/** How it stands with each endpoint: when it was compared, what came of it, and why the last try failed. */
export function PreviewEndpoints(props: { previews: Preview[]; mayRun: boolean; now: Date }) {
  return (
    <Table
      caption="Comparisons by endpoint"
      columns={endpointColumns(props.mayRun, props.now)}
      rows={props.previews}
      rowKey={(preview) => preview.proxmox_endpoint_id}
    />
  );
}

const count = (key: keyof PreviewCounts, label: string, wide = false): Column<Preview> => ({
  key,
  label,
  wide,
  numeric: true,
  cell: ({ counts, proxmox_endpoint_id: id }) => {
    if (!counts) return "–";
    if (key === "same" || counts[key] === 0) return counts[key];
    return <Link href={`/preview?state=${key}&proxmox_endpoint_id=${id}`}>{counts[key]}</Link>;
  },
});

const endpointColumns = (mayRun: boolean, now: Date): Column<Preview>[] => [
  {
    key: "endpoint",
    label: "Endpoint",
    isName: true,
    cell: (preview) => (
      <Link href={`/endpoints/proxmox/${preview.proxmox_endpoint_id}`} className="font-medium">
        {preview.endpoint_name}
      </Link>
    ),
  },
  { key: "state", label: "State", under: true, cell: (preview) => <PreviewState preview={preview} now={now} /> },
  count("missing", "Missing"),
  count("changed", "Changed"),
  count("only_in_netbox", "Only in NetBox", true),
  count("same", "Same", true),
  { key: "took", label: "Took", wide: true, numeric: true, cell: (preview) => <Took preview={preview} /> },
  ...(mayRun ? [{ key: "action", label: "Action", under: true, cell: compareAgain }] : []),
];

const Took = ({ preview: { duration_ms: ms } }: { preview: Preview }) => (
  <Duration seconds={ms === null ? null : ms / 1000} />
);

const compareAgain = (preview: Preview) => {
  const isBusy = preview.status === "pending" || preview.status === "running";
  return (
    <ActionForm
      action="/api/preview"
      fields={{ proxmox_endpoint_ids: String(preview.proxmox_endpoint_id) }}
      disabled={isBusy}
      title={isBusy ? "It is being compared" : undefined}
    >
      Compare
    </ActionForm>
  );
};

function PreviewState({ preview, now }: { preview: Preview; now: Date }) {
  return (
    <span className="block whitespace-normal">
      <StateBadge preview={preview} />{" "}
      {preview.as_of && (
        <span className="text-muted">
          as of <Moment at={preview.as_of} now={now} />
        </span>
      )}
      {preview.status === "failed" && <span className="block max-w-xl text-bad">{preview.error}</span>}
    </span>
  );
}

function StateBadge({ preview: { status, counts } }: { preview: Preview }) {
  switch (status) {
    case "none":
      return <Badge tone="idle">Not compared yet</Badge>;
    case "pending":
      return (
        <Badge tone="idle" icon={Clock}>
          Waits for a worker
        </Badge>
      );
    case "running":
      return <Badge tone="run">Comparing</Badge>;
    case "failed":
      return <Badge tone="bad">Failed</Badge>;
    case "done": {
      const found = (counts?.missing ?? 0) + (counts?.changed ?? 0) + (counts?.only_in_netbox ?? 0);
      return found === 0 ? <Badge tone="ok">No difference</Badge> : <Badge tone="warn">Differs</Badge>;
    }
  }
}
