import { isTerminal } from "#lib/jobs/schema";
import type { WireJob } from "#lib/jobs/wire";
import { sleep } from "#lib/time";
import { CliError, type ExitCode, exitCodes, remark } from "./exit.ts";
import type { SyncTarget } from "./sync-target.ts";

const POLL_MS = 1_000;
/** A worker that restarts is back by then. */
const WORKER_GRACE_MS = 20_000;

export type WaitOptions = { timeoutMs: number; pollMs?: number; workerGraceMs?: number };

/** Follows a job to its end, with a remark at every new stage. Throws when the time is up or no worker takes it. */
export async function waitForJob(target: SyncTarget, jobId: number, options: WaitOptions): Promise<WireJob> {
  const startedMs = performance.now();
  const { pollMs = POLL_MS, workerGraceMs = WORKER_GRACE_MS } = options;
  let workerSeenMs = startedMs;
  let shown = "";
  for (;;) {
    const job = await target.read(jobId);
    if (isTerminal(job.status)) return job;
    const now = performance.now();
    if (now - startedMs > options.timeoutMs) {
      throw new CliError(`Job ${jobId} is still ${job.status}; it goes on without us.`, exitCodes.timedOut);
    }
    if (job.status !== "pending" || (await target.hasWorker())) workerSeenMs = now;
    if (now - workerSeenMs > workerGraceMs) {
      throw new CliError(`Job ${jobId} stays in the queue: no worker takes it.`, exitCodes.noWorker);
    }
    const line = progressLine(job);
    if (line !== shown) remark(line);
    shown = line;
    await sleep(pollMs);
  }
}

function progressLine(job: WireJob): string {
  if (!job.progress) return `Job ${job.id}: ${job.waiting_reason ?? job.status}`;
  const { stage, stage_index, stage_count } = job.progress;
  return `Job ${job.id}: ${stage} (step ${stage_index} of ${stage_count})`;
}

/** What the end of a job means to a program. */
export function exitCodeOf(job: Pick<WireJob, "outcome">): ExitCode {
  switch (job.outcome) {
    case "ok":
      return exitCodes.ok;
    case "warnings":
      return exitCodes.warnings;
    case "skipped":
      return exitCodes.refused;
    case "cancelled":
      return exitCodes.cancelled;
    default:
      return exitCodes.failed;
  }
}
