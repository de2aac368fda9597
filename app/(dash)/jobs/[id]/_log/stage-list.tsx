import { Check, Circle, CircleDashed, LoaderCircle, TriangleAlert, X } from "lucide-react";
import { ProgressBar } from "#ui/moment";
import { countWords } from "../../scope.ts";
import type { BoardRow } from "./stage-board.ts";
import { StageTime, slowWords } from "./stage-time.tsx";

const marks = {
  pending: { Icon: Circle, look: "text-muted", word: "waiting" },
  running: { Icon: LoaderCircle, look: "text-run", word: "running" },
  completed: { Icon: Check, look: "text-ok", word: "completed" },
  warning: { Icon: TriangleAlert, look: "text-warn", word: "with warnings" },
  failed: { Icon: X, look: "text-bad", word: "failed" },
  skipped: { Icon: CircleDashed, look: "text-muted", word: "skipped" },
} as const;

type Props = { rows: BoardRow[]; endpoints: ReadonlyMap<number, string>; nowMs: number };

/** The plan with what each stage did and how long it took; several endpoints one after the other. */
export function StageList({ rows, endpoints, nowMs }: Props) {
  const groups = [...Map.groupBy(rows, (row) => row.proxmoxEndpointId)];
  const isMany = groups.filter(([id]) => id !== null).length > 1;
  return groups.map(([id, list]) => (
    <div key={id ?? 0} className="border-b border-line last:border-b-0">
      {isMany && id !== null && (
        <h3 className="px-3.5 pt-2 text-xs font-semibold text-muted">{endpoints.get(id) ?? `Endpoint ${id}`}</h3>
      )}
      <ol className="py-1">
        {list.map((row) => (
          <StageRow key={row.key} row={row} nowMs={nowMs} />
        ))}
      </ol>
    </div>
  ));
}

function StageRow({ row, nowMs }: { row: BoardRow; nowMs: number }) {
  const look = row.status === "running" ? "bg-run-soft" : "";
  const seconds = elapsedSeconds(row, nowMs);
  return (
    <li className={`grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-1.5 px-3.5 py-1 ${look}`}>
      <Mark status={row.status} />
      <span className={row.status === "pending" ? "text-muted" : "font-medium"}>{row.title}</span>
      <span className="text-muted">
        <StageTime status={row.status} seconds={seconds} usual={row.usual} />
      </span>
      <Details row={row} slow={slowWords(seconds, row.usual)} />
    </li>
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

function Details({ row, slow }: { row: BoardRow; slow: string | null }) {
  const said = [
    row.status === "running" && row.total !== null ? `${row.done} of ${row.total}` : null,
    countWords(row.counts) === "–" ? null : countWords(row.counts),
    row.attempts > 1 ? `${row.attempts} tries` : null,
    slow,
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

/** How long a stage took, or takes already. */
export function elapsedSeconds(row: BoardRow, nowMs: number): number | null {
  if (!row.startedAt || row.status === "skipped" || row.status === "pending") return null;
  const endMs = row.completedAt ? Date.parse(row.completedAt) : row.status === "running" ? nowMs : null;
  return endMs === null ? null : Math.max(0, endMs - Date.parse(row.startedAt)) / 1000;
}
