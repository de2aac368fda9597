import { formatDuration } from "#lib/format/duration";
import type { WireJob } from "#lib/jobs/wire";
import { Duration } from "#ui/moment";

/** Twice the usual fills the bar; the mark in its middle is the median. */
const FULL = 2;
const UNUSUAL = 1.5;

/** How long a job took or takes, as a bar against the median of its scope. */
export function RuntimeBar({ job }: { job: Pick<WireJob, "runtime_seconds" | "usual_seconds"> }) {
  const { runtime_seconds: seconds, usual_seconds: usual } = job;
  if (seconds === null || usual === null || usual === 0) return <Duration seconds={seconds} />;
  const ratio = seconds / usual;
  const words = `usually ${formatDuration(usual * 1000)}`;
  const width = `${Math.min(100, (ratio / FULL) * 100)}%`;
  return (
    <span className="inline-flex w-24 flex-col items-stretch gap-0.5" title={words}>
      <span>
        <Duration seconds={seconds} />
        <span className="sr-only">, {words}</span>
      </span>
      <svg className="block h-1 w-full" aria-hidden="true">
        <rect width="100%" height="4" rx="2" className="fill-idle-soft" />
        <rect width={width} height="4" rx="2" className={ratio > UNUSUAL ? "fill-warn" : "fill-accent"} />
        <line x1="50%" x2="50%" y1="0" y2="4" className="stroke-text" strokeWidth="1.5" />
      </svg>
    </span>
  );
}
