import { Check, Circle, CircleDashed, LoaderCircle, TriangleAlert, X } from "lucide-react";
import { formatDuration } from "#lib/format/duration";
import { ProgressBar } from "#ui/moment";
import { countWords } from "../../scope.ts";
import type { BoardRow } from "./stage-board.ts";

const marks = {
  pending: { Icon: Circle, look: "text-muted", word: "waiting" },
  running: { Icon: LoaderCircle, look: "text-run", word: "running" },
  completed: { Icon: Check, look: "text-ok", word: "completed" },
  warning: { Icon: TriangleAlert, look: "text-warn", word: "with warnings" },
  failed: { Icon: X, look: "text-bad", word: "failed" },
  skipped: { Icon: CircleDashed, look: "text-muted", word: "skipped" },
} as const;

/** The plan with what each stage did and how long it took. */
export function StageList(props: { rows: BoardRow[]; endpoints: ReadonlyMap<number, string>; nowMs: number }) {
  const many = new Set(props.rows.map((row) => row.proxmoxEndpointId).filter((id) => id !== null)).size > 1;
  return (
    <ol className="py-1">
      {props.rows.map((row) => (
        <li
          key={row.key}
          className={`grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-1.5 px-3.5 py-1 ${row.status === "running" ? "bg-run-soft" : ""}`}
        >
          <Mark status={row.status} />
          <span className={row.status === "pending" ? "text-muted" : "font-medium"}>
            {row.title}
            {many && row.proxmoxEndpointId !== null && (
              <span className="font-normal text-muted"> · {props.endpoints.get(row.proxmoxEndpointId)}</span>
            )}
          </span>
          <span className="text-muted">{elapsed(row, props.nowMs)}</span>
          <Details row={row} />
        </li>
      ))}
    </ol>
  );
}

function Mark({ status }: { status: BoardRow["status"] }) {
  const { Icon, look, word } = marks[status];
  return (
    <span className={`pt-0.5 ${look}`} title={word}>
      <Icon size={14} aria-hidden />
      <span className="sr-only">{word}</span>
    </span>
  );
}

function Details({ row }: { row: BoardRow }) {
  const said = [
    row.status === "running" && row.total !== null ? `${row.done} of ${row.total}` : null,
    countWords(row.counts) === "–" ? null : countWords(row.counts),
    row.attempts > 1 ? `${row.attempts} tries` : null,
  ].filter((part) => part !== null);
  return (
    <div className="col-span-2 col-start-2 text-xs text-muted">
      {row.status === "running" && row.total !== null && row.total > 0 && (
        <ProgressBar percent={(row.done / row.total) * 100} label={`${row.title}: ${row.done} of ${row.total}`} />
      )}
      {said.length > 0 && <p>{said.join(" · ")}</p>}
      {row.note && <p className={row.status === "failed" ? "break-words text-bad" : "break-words"}>{row.note}</p>}
    </div>
  );
}

function elapsed(row: BoardRow, nowMs: number): string {
  if (!row.startedAt || row.status === "skipped" || row.status === "pending") return "";
  const endMs = row.completedAt ? Date.parse(row.completedAt) : row.status === "running" ? nowMs : null;
  return endMs === null ? "" : formatDuration(Math.max(0, endMs - Date.parse(row.startedAt)));
}
