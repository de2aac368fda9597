import { Pencil } from "lucide-react";
import { formatDuration } from "#lib/format/duration";
import { webAddress } from "#lib/format/web-address";
import type { JobObject } from "#lib/frames/objects";
import { stageTitle } from "#lib/sync/stages";
import { Badge, type Icon, type Tone } from "#ui/badge";
import { type Column, Table } from "#ui/table";
import { lineHref } from "../_log/line.tsx";
import { backendWords } from "./backend-words.ts";

type OperationWords = { tone: Tone; word: string; icon?: Icon };

const operations: Record<string, OperationWords> = {
  created: { tone: "ok", word: "Created" },
  updated: { tone: "run", word: "Updated", icon: Pencil },
  deleted: { tone: "warn", word: "Deleted" },
  would_delete: { tone: "warn", word: "Would be deleted" },
  skipped: { tone: "idle", word: "Skipped" },
  unchanged: { tone: "idle", word: "Unchanged" },
  discovered: { tone: "idle", word: "Found" },
  failed: { tone: "bad", word: "Failed" },
  sync: { tone: "idle", word: "Synced" },
  // What a frame does not tell.
  unknown: { tone: "idle", word: "Not told" },
};

/** What was done to an object, or that it is still being done or failed. */
export function operationWords({ operation, status }: Pick<JobObject, "operation" | "status">): OperationWords {
  if (status === "failed" || operation === "failed") return { tone: "bad", word: "Failed" };
  if (status === "processing" || status === "started" || status === "progress")
    return { tone: "run", word: "Under way" };
  return operations[operation] ?? { tone: "idle", word: operation };
}

type Sort = (column: "seq" | "name") => Column<JobObject>["sort"];

/** One line an object: what it is, what was done to it, how long that took, and its last line in the log. */
export function ObjectTable(props: {
  caption: string;
  objects: JobObject[];
  endpoints: ReadonlyMap<number, string>;
  sort?: Sort;
}) {
  const { endpoints, sort } = props;
  const columns: Column<JobObject>[] = [
    {
      key: "name",
      label: "Object",
      isName: true,
      sort: sort?.("name"),
      cell: (object) => <ObjectName object={object} />,
    },
    { key: "kind", label: "Kind", under: true, cell: (object) => backendWords(object.kind) },
    { key: "operation", label: "Operation", cell: (object) => <Operation object={object} /> },
    { key: "stage", label: "Stage", wide: true, cell: (object) => stageTitle(object.stage) },
    {
      key: "duration",
      label: "Duration",
      wide: true,
      numeric: true,
      cell: (object) => (object.duration_ms === null ? "–" : formatDuration(object.duration_ms)),
    },
    {
      key: "line",
      label: "Line",
      numeric: true,
      sort: sort?.("seq"),
      cell: (object) => <a href={lineHref(object.seq)}>{object.seq}</a>,
    },
  ];
  const ids = new Set(props.objects.map((object) => object.proxmox_endpoint_id));
  if (ids.size > 1) {
    const nameOf = (id: number | null) => (id === null ? "–" : (endpoints.get(id) ?? `endpoint ${id}`));
    columns.splice(4, 0, {
      key: "endpoint",
      label: "Endpoint",
      wide: true,
      cell: (object) => nameOf(object.proxmox_endpoint_id),
    });
  }
  return (
    <Table
      caption={props.caption}
      columns={columns}
      rows={props.objects}
      rowKey={(object) => `${object.stage}/${object.proxmox_endpoint_id}/${object.kind}/${object.name}`}
    />
  );
}

function ObjectName({ object }: { object: JobObject }) {
  const href = webAddress(object.netbox_url);
  return (
    <span className="font-medium">
      {href ? (
        <a href={href} rel="noreferrer" title={`${object.name} in NetBox`}>
          {object.name}
        </a>
      ) : (
        object.name
      )}
    </span>
  );
}

function Operation({ object }: { object: JobObject }) {
  const { tone, word, icon } = operationWords(object);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      {tone === "bad" && object.message && (
        <span className="min-w-40 max-w-[60ch] whitespace-normal break-words text-muted">{object.message}</span>
      )}
    </span>
  );
}
