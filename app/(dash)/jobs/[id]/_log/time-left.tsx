import { formatAbout } from "#lib/format/duration";
import type { JobView } from "#lib/frames/fold";
import { timeLeft } from "#lib/jobs/time-left";
import type { WireJob } from "#lib/jobs/wire";

/** Seconds a job still takes, of a page that is as old as its frames; null when there is nothing to judge by. */
export function secondsLeft(job: WireJob, view: JobView, nowMs: number): number | null {
  if (job.status !== "running" || job.cancel_requested_at !== null) return null;
  return timeLeft(job.stages, view, nowMs) ?? job.progress?.eta_seconds ?? null;
}

/** "about 2 min left"; nothing while it cannot be judged. */
export function timeLeftWords(seconds: number | null): string | null {
  return seconds === null ? null : `${formatAbout(seconds)} left`;
}
