import { Timer } from "lucide-react";
import { formatDuration } from "#lib/format/duration";
import { isSlow } from "#lib/jobs/usual";
import type { StageUsual } from "#lib/jobs/wire";

type Props = { status: string; seconds: number | null; usual: StageUsual | null };

/** How long a stage took against what it usually takes; before it starts, what is expected. */
export function StageTime({ status, seconds, usual }: Props) {
  const usually = usual && usual.median_seconds > 0 ? formatDuration(usual.median_seconds * 1000) : null;
  if (status === "pending") return usually && <span title={`usually ${usually}`}>~ {usually}</span>;
  if (seconds === null || status === "skipped") return null;
  const title = usually && usual ? `usually ${usually}, the median of ${runs(usual.runs)}` : undefined;
  if (!isSlow(seconds, usual)) {
    return (
      <span title={title}>
        {formatDuration(seconds * 1000)}
        {usually && <span className="text-xs"> / ~ {usually}</span>}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1 font-medium text-warn" title={title}>
      <Timer size={13} aria-hidden />
      <span className="sr-only">slower than usual: </span>
      {formatDuration(seconds * 1000)}
    </span>
  );
}

/** The sentence below a stage that is slower than 19 of 20 of its earlier runs. */
export function slowWords(seconds: number | null, usual: StageUsual | null): string | null {
  if (!usual || !isSlow(seconds, usual)) return null;
  return `slower than usual, which is ${formatDuration(usual.median_seconds * 1000)}`;
}

const runs = (count: number): string => (count === 1 ? "one earlier run" : `${count} earlier runs`);
