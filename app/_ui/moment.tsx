import { formatDuration } from "#lib/format/duration";
import { formatMoment, formatRelative } from "#lib/format/moment";

/** How long ago, with the moment itself in a tooltip. */
export function Moment({ at, now, timeZone }: { at: string | Date | null; now: Date; timeZone?: string }) {
  if (!at) return <span className="text-muted">–</span>;
  const date = typeof at === "string" ? new Date(at) : at;
  return (
    <time dateTime={date.toISOString()} title={formatMoment(date, timeZone)}>
      {formatRelative(date, now)}
    </time>
  );
}

export function Duration({ seconds }: { seconds: number | null | undefined }) {
  return <span>{formatDuration(seconds === null || seconds === undefined ? null : seconds * 1000)}</span>;
}

/** A bar with its words: never colour alone. */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  return (
    <progress
      className="progress h-1.5 w-full"
      max={100}
      value={Math.max(0, Math.min(100, percent))}
      aria-label={label}
    />
  );
}
