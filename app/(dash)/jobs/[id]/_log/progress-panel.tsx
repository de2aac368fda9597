import { formatDuration } from "#lib/format/duration";
import { type JobView, jobCounts } from "#lib/frames/fold";
import type { WireJob } from "#lib/jobs/wire";
import { ProgressBar } from "#ui/moment";
import type { BoardRow } from "./stage-board.ts";
import { timeLeftFigure } from "./time-left.tsx";

/** Where a job is: the running stage, how far, how long still, and what changed so far. */
export function ProgressPanel(props: {
  job: WireJob;
  view: JobView;
  rows: BoardRow[];
  isOver: boolean;
  nowMs: number;
}) {
  const { job, rows, isOver } = props;
  const counts = isOver ? job.counts : jobCounts(props.view);
  const steps = rows.filter((row) => !row.key.startsWith("preflight"));
  const current = rows.find((row) => row.status === "running");
  const ended = steps.filter((row) => row.status !== "pending" && row.status !== "running").length;
  const share = current?.total ? Math.min(1, current.done / current.total) : 0;
  const percent = isOver ? 100 : steps.length === 0 ? 0 : ((ended + share) / steps.length) * 100;
  const left = isOver ? null : timeLeftFigure(job, props.view, props.nowMs);
  const title = isOver ? "All stages ended" : (current?.title ?? "Waiting to start");
  return (
    <section
      aria-label="Progress"
      className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      {!isOver && (
        <div className="min-w-56 flex-1">
          <p className="mb-1.5 flex flex-wrap gap-x-2">
            <span className="font-semibold">{title}</span>
            {current?.total !== null && current !== undefined && (
              <span className="text-muted">
                {current.done} of {current.total}
              </span>
            )}
            <span className="ml-auto text-muted">
              {steps.length > 0 && `stage ${Math.min(ended + 1, steps.length)} of ${steps.length}`}
            </span>
          </p>
          <ProgressBar percent={percent} label={`${Math.round(percent)} % of all stages`} />
        </div>
      )}
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {left !== null && <Figure label="Time left" value={left} />}
        {isOver && job.runtime_seconds !== null && (
          <Figure label="Runtime" value={formatDuration(job.runtime_seconds * 1000)} />
        )}
        <Figure label="Created" value={counts.created} />
        <Figure label="Updated" value={counts.updated} />
        <Figure label="Deleted" value={counts.deleted} />
        <Figure label="Unchanged" value={counts.unchanged} />
        <Figure label="Failed" value={counts.failed} look={counts.failed ? "text-bad" : ""} />
        <Figure label="Warnings" value={counts.warnings} look={counts.warnings ? "text-warn" : ""} />
      </dl>
    </section>
  );
}

function Figure({ label, value, look = "" }: { label: string; value: string | number | undefined; look?: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className={`text-base font-semibold ${look}`}>{value ?? 0}</dd>
    </div>
  );
}
