"use client";

import { formatRelative } from "#lib/format/moment";
import type { JobView } from "#lib/frames/fold";
import { jobCounts } from "#lib/frames/fold";
import type { WireFrame } from "#lib/frames/schema";
import type { WireJob } from "#lib/jobs/wire";
import { JobBadge } from "#ui/badge";
import { BusyForm } from "#ui/busy-form";
import { LinkButton } from "#ui/button";
import { ProgressBar } from "#ui/moment";
import { Line } from "../jobs/[id]/_log/line.tsx";
import { type BoardRow, boardRows } from "../jobs/[id]/_log/stage-board.ts";
import { elapsedSeconds } from "../jobs/[id]/_log/stage-list.tsx";
import { timeLeftWords } from "../jobs/[id]/_log/time-left.tsx";
import { useJob, useServerNow } from "../jobs/[id]/_log/use-job.ts";
import { stageScope, startedBy } from "../jobs/scope.ts";
import { StageStrip } from "./stage-strip.tsx";

const SHOWN_LINES = 5;
/** A stage that tells no objects is shown by its usual time, and never as done before it is. */
const MAX_GUESSED_PERCENT = 95;

export type LivePanelProps = {
  job: WireJob;
  view: JobView;
  lines: WireFrame[];
  mayCancel: boolean;
  nowMs: number;
  timeZone: string;
};

/** A running job as it goes on: which stage, how far, how long still, the last lines. */
export function LivePanel({ job, view: firstView, lines, mayCancel, nowMs: firstNowMs, timeZone }: LivePanelProps) {
  const first = { jobId: job.id, streamUrl: job.stream_url, isOver: false, view: firstView, lines };
  const { store, snapshot } = useJob(first, job);
  const nowMs = useServerNow(firstNowMs, true);
  const { view, lastSeq } = snapshot;
  const rows = boardRows(job.stages, view).filter((row) => !row.key.startsWith("preflight"));
  const current = rows.find((row) => row.status === "running");
  const newest = Array.from({ length: SHOWN_LINES }, (_, index) =>
    store.windows.get(lastSeq - SHOWN_LINES + 1 + index),
  );
  return (
    <section aria-label={`Job ${job.id}`} className="mb-4 min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line px-3.5 py-2">
        <JobBadge job={job} />
        <h2 className="min-w-0 break-words font-semibold">{job.name}</h2>
        <Began job={job} nowMs={nowMs} />
        <span className="flex flex-wrap items-center gap-2 sm:ml-auto">
          <span className="text-muted">{timeLeftWords(job, view, nowMs)}</span>
          <LinkButton href={job.display_url}>Open log</LinkButton>
          {mayCancel && (
            <BusyForm
              action={`/api/jobs/${job.id}/cancel`}
              busy="Cancelling…"
              kind="danger"
              disabled={job.cancel_requested_at !== null}
            >
              {job.cancel_requested_at ? "Cancelling…" : "Cancel"}
            </BusyForm>
          )}
        </span>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,9fr)_minmax(0,11fr)]">
        <div className="min-w-0 p-3.5">
          <StageStrip rows={rows} />
          <Current job={job} rows={rows} current={current} nowMs={nowMs} />
          <Changed counts={jobCounts(view)} waiting={job.waiting_reason} />
        </div>
        <div className="min-h-32 min-w-0 overflow-hidden border-t border-line py-1.5 lg:border-t-0 lg:border-l">
          {lastSeq === 0 && <p className="px-3.5 py-2 text-muted">Its last lines are shown here once it runs.</p>}
          {newest.map(
            (frame) => frame && <Line key={frame.seq} frame={frame} timeZone={timeZone} isChosen={false} isShort />,
          )}
        </div>
      </div>
    </section>
  );
}

function Began({ job, nowMs }: { job: WireJob; nowMs: number }) {
  const at = job.started_at ?? job.created_at;
  return (
    <span className="text-muted">
      job {job.id}, {stageScope(job).toLowerCase()}, {job.started_at ? "started" : "created"}{" "}
      {formatRelative(new Date(at), new Date(nowMs))} by {startedBy(job)}
    </span>
  );
}

function Current(props: { job: WireJob; rows: BoardRow[]; current: BoardRow | undefined; nowMs: number }) {
  const { rows, current } = props;
  const ended = rows.filter((row) => row.status !== "pending" && row.status !== "running").length;
  const isRunning = props.job.status === "running";
  return (
    <>
      <p className="mt-2 mb-1.5 flex flex-wrap gap-x-2">
        <span className="font-semibold">
          {current?.title ?? (isRunning ? (ended > 0 ? "Between two stages" : "Preflight") : "Waiting")}
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
      <ProgressBar percent={stagePercent(current, props.nowMs)} label={current?.title ?? "Progress"} />
    </>
  );
}

function stagePercent(current: BoardRow | undefined, nowMs: number): number {
  if (!current) return 0;
  if (current.total) return (current.done / current.total) * 100;
  const usually = current.usual?.median_seconds ?? 0;
  const seconds = elapsedSeconds(current, nowMs) ?? 0;
  return usually > 0 ? Math.min(MAX_GUESSED_PERCENT, (seconds / usually) * 100) : 0;
}

const shown = ["created", "updated", "deleted", "unchanged", "skipped", "failed", "warnings"] as const;
const looks: Partial<Record<(typeof shown)[number], string>> = { failed: "text-bad", warnings: "text-warn" };

function Changed({ counts, waiting }: { counts: ReturnType<typeof jobCounts>; waiting: string | null }) {
  if (waiting) return <p className="mt-2 text-muted">{waiting}</p>;
  const said = shown.filter((word) => counts[word] > 0);
  return (
    <p className="mt-2 flex min-h-5 flex-wrap gap-x-4 text-muted">
      {said.map((word) => (
        <span key={word} className={looks[word]}>
          <span className={looks[word] ? "font-semibold" : "font-semibold text-text"}>{counts[word]}</span> {word}
        </span>
      ))}
    </p>
  );
}
