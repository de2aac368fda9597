import { formatAbout } from "#lib/format/duration";
import type { JobView } from "#lib/frames/fold";
import { timeLeft } from "#lib/jobs/time-left";
import type { WireJob } from "#lib/jobs/wire";

/** Of a stage that never ran here. */
const UNKNOWN = "not known yet";

type Timed = Pick<WireJob, "status" | "cancel_requested_at" | "waiting_reason" | "stages" | "progress">;

/** "about 2 min left"; null for a job that does not run, is being stopped, or says itself what it waits for. */
export function timeLeftWords(job: Timed, view: JobView, nowMs: number): string | null {
  const words = timeLeftFigure(job, view, nowMs);
  return words === UNKNOWN ? `time left ${words}` : words && `${words} left`;
}

/** The same without its noun, where that stands beside it. */
export function timeLeftFigure(job: Timed, view: JobView, nowMs: number): string | null {
  if (job.status !== "running" || job.cancel_requested_at !== null || job.waiting_reason !== null) return null;
  const seconds = timeLeft(job.stages, view, nowMs) ?? job.progress?.eta_seconds ?? null;
  return seconds === null ? UNKNOWN : formatAbout(seconds);
}
