import type { BoardRow } from "../jobs/[id]/_log/stage-board.ts";

const looks: Record<BoardRow["status"], string> = {
  pending: "bg-idle-soft",
  running: "bg-run",
  completed: "bg-ok",
  warning: "bg-warn",
  failed: "bg-bad",
  skipped: "bg-line-strong",
};

/** The whole plan as a strip of segments, a gap between two endpoints; each says its stage and state. */
export function StageStrip({ rows }: { rows: BoardRow[] }) {
  return (
    <ol className="flex h-1.5 gap-0.5" aria-label="Stages">
      {rows.map((row, index) => (
        <li
          key={row.key}
          title={`${row.title}: ${row.status}`}
          className={`min-w-0 flex-1 rounded-sm ${looks[row.status]} ${isFirstOfEndpoint(rows, index) ? "ml-2" : ""}`}
        >
          <span className="sr-only">{`${row.title}: ${row.status}`}</span>
        </li>
      ))}
    </ol>
  );
}

const isFirstOfEndpoint = (rows: BoardRow[], index: number): boolean =>
  index > 0 && rows[index]?.proxmoxEndpointId !== rows[index - 1]?.proxmoxEndpointId;
