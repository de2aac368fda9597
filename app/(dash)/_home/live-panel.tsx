"use client";

import type { JobView } from "#lib/frames/fold";
import { jobCounts } from "#lib/frames/fold";
import type { WireFrame } from "#lib/frames/schema";
import type { WireJob } from "#lib/jobs/wire";
import { JobBadge } from "#ui/badge";
import { ActionForm, LinkButton } from "#ui/button";
import { ProgressBar } from "#ui/moment";
import { Line } from "../jobs/[id]/_log/line.tsx";
import { type BoardRow, boardRows } from "../jobs/[id]/_log/stage-board.ts";
import { useJob } from "../jobs/[id]/_log/use-job.ts";
import { countWords, stageScope } from "../jobs/scope.ts";

const SHOWN_LINES = 5;

export type LivePanelProps = { job: WireJob; view: JobView; lines: WireFrame[]; mayCancel: boolean; timeZone: string };

/** A running job as it goes on: which stage, how far, the last lines. */
export function LivePanel({ job, view: firstView, lines, mayCancel, timeZone }: LivePanelProps) {
  const first = { jobId: job.id, streamUrl: job.stream_url, isOver: false, view: firstView, lines };
  const { store, snapshot } = useJob(first, job);
  const { view, lastSeq } = snapshot;
  const rows = boardRows(job.stages, view).filter((row) => !row.key.startsWith("preflight"));
  const current = rows.find((row) => row.status === "running");
  const ended = rows.filter((row) => row.status !== "pending" && row.status !== "running").length;
  const newest = Array.from({ length: SHOWN_LINES }, (_, index) =>
    store.windows.get(lastSeq - SHOWN_LINES + 1 + index),
  );
  return (
    <section aria-label={`Job ${job.id}`} className="mb-4 min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2">
        <JobBadge job={job} />
        <h2 className="font-semibold">{job.name}</h2>
        <span className="text-muted">
          job {job.id}, {stageScope(job)}
        </span>
        <span className="flex gap-2 sm:ml-auto">
          <LinkButton href={job.display_url}>Open log</LinkButton>
          {mayCancel && (
            <ActionForm action={`/api/jobs/${job.id}/cancel`} kind="danger" disabled={job.cancel_requested_at !== null}>
              {job.cancel_requested_at ? "Cancelling…" : "Cancel"}
            </ActionForm>
          )}
        </span>
      </header>
      <div className="grid gap-4 p-3.5 lg:grid-cols-2">
        <div className="min-w-0">
          <StageStrip rows={rows} />
          <p className="mt-2 mb-1.5 flex flex-wrap gap-x-2">
            <span className="font-semibold">
              {current?.title ?? (job.status === "running" ? "Preflight" : "Waiting")}
            </span>
            {current && current.total !== null && (
              <span className="text-muted">
                {current.done} of {current.total}
              </span>
            )}
            <span className="ml-auto text-muted">
              {rows.length > 0 && `stage ${Math.min(ended + 1, rows.length)} of ${rows.length}`}
            </span>
          </p>
          <ProgressBar
            percent={current?.total ? (current.done / current.total) * 100 : 0}
            label={current?.title ?? "Progress"}
          />
          <p className="mt-2 text-muted">{job.waiting_reason ?? countWords(jobCounts(view))}</p>
        </div>
        <div className="min-h-[120px] min-w-0 overflow-hidden lg:border-l lg:border-line">
          {newest.map(
            (frame) =>
              frame && (
                <Line
                  key={frame.seq}
                  frame={frame}
                  timeZone={timeZone}
                  isChosen={false}
                  isShort
                  base={job.display_url}
                />
              ),
          )}
        </div>
      </div>
    </section>
  );
}

const looks: Record<BoardRow["status"], string> = {
  pending: "bg-idle-soft",
  running: "bg-run",
  completed: "bg-ok",
  warning: "bg-warn",
  failed: "bg-bad",
  skipped: "bg-line-strong",
};

function StageStrip({ rows }: { rows: BoardRow[] }) {
  return (
    <ol className="flex h-1.5 gap-0.5" aria-label="Stages">
      {rows.map((row) => (
        <li key={row.key} title={`${row.title}: ${row.status}`} className={`flex-1 rounded-sm ${looks[row.status]}`}>
          <span className="sr-only">{`${row.title}: ${row.status}`}</span>
        </li>
      ))}
    </ol>
  );
}
