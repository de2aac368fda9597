import { formatDuration } from "#lib/format/duration";
import type { NoWorker } from "#lib/jobs/waiting";

/** "Job 12 has waited 42 s and no worker runs. Start one with: npm run start:worker" */
export function noWorkerWords({ jobId, waitingSince, command }: NoWorker, now: Date): string {
  const waitedMs = now.getTime() - waitingSince.getTime();
  return `Job ${jobId} has waited ${formatDuration(waitedMs)} and no worker runs. Start one with: ${command}`;
}
