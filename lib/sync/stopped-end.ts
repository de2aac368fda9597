import { errorMessage, isAppError } from "../errors.ts";
import { formatDuration } from "../format/duration.ts";
import type { StageView } from "../frames/fold.ts";
import { isOutage } from "../frames/writer.ts";
import { JobStop } from "../jobs/job-stop.ts";
import { LeaseLost } from "../jobs/lease-lost.ts";
import type { JobEnd } from "../jobs/lease-store.ts";
import { CANCELLED } from "../jobs/schema.ts";
import { type RunContext, say } from "./run-context.ts";
import { stageTitle } from "./stages.ts";

type Run = Omit<RunContext, "backend">;

/**
 * The end of a job that did not reach its own: cancelled, out of time, or broken by a defect of ours. Null: handed
 * back. Throws when the lease is gone, because then nothing may be written.
 */
export async function stoppedEnd(run: Run, error: unknown): Promise<JobEnd | null> {
  const reason = run.signal.aborted ? run.signal.reason : error;
  if (reason instanceof LeaseLost || error instanceof LeaseLost) throw error;
  if (!(reason instanceof JobStop)) return brokenEnd(run, error);
  switch (reason.why) {
    case "lease_lost":
      throw reason;
    case "shutdown":
      await note(run, {
        kind: "handed_back",
        level: "warning",
        message: "The worker stops; the job goes on with another one.",
      });
      return null;
    case "cancelled":
      await note(run, { kind: "cancelled", level: "warning", message: CANCELLED.error });
      return { status: "failed", outcome: "cancelled", ...CANCELLED, suggestion: null };
    case "timeout":
      return timedOutEnd(run);
  }
}

async function timedOutEnd(run: Run): Promise<JobEnd> {
  const slowest = slowestStage(run.recorder.view().stages, run.now());
  const where = slowest
    ? ` The slowest stage was ${stageTitle(slowest.stage)} (${formatDuration(slowest.tookMs)}).`
    : "";
  const error = `The job reached its time limit.${where}`;
  await note(run, { kind: "note", level: "error", message: error });
  const suggestion =
    "Raise PROXBOX_SYNC_JOB_TIMEOUT or the job time limit in the settings, or sync fewer stages at once.";
  return { status: "errored", outcome: "failed", error, errorCode: "JobTimeoutException", suggestion };
}

/** A database that goes away this often under one job is no coincidence. */
const MAX_OUTAGE_ATTEMPTS = 10;

/** No job fails because the database was restarted: it is handed back and goes on where it was. */
async function databaseAway(run: Run): Promise<null> {
  const message = "The database was away; the job goes on with its next attempt.";
  await note(run, { kind: "handed_back", level: "warning", message });
  return null;
}

async function brokenEnd(run: Run, error: unknown): Promise<JobEnd | null> {
  if (isAppError(error) && error.details.recovery === true) return lostKeyEnd(run, error.message);
  if (isOutage(error) && run.lease.attempt < MAX_OUTAGE_ATTEMPTS) return databaseAway(run);
  run.log.error({ err: error, jobId: run.lease.jobId }, "the job failed inside the console");
  const message = `The console failed while running this job: ${errorMessage(error)}`;
  await note(run, { kind: "note", level: "error", message });
  const suggestion = "This is a defect of the console; its worker's log holds the details.";
  return { status: "errored", outcome: "failed", error: message, errorCode: "InternalError", suggestion };
}

/** A secret that no key of ours opens: somebody has to enter it again, nothing of ours is broken. */
async function lostKeyEnd(run: Run, message: string): Promise<JobEnd> {
  await note(run, { kind: "note", level: "error", message });
  const suggestion = "Enter the secret of that endpoint again, or add the lost key to CONSOLE_SECRET_KEYS.";
  return { status: "errored", outcome: "failed", error: message, errorCode: "RecoveryRequired", suggestion };
}

async function note(run: Run, said: Parameters<typeof say>[2]): Promise<void> {
  const { stages, current } = run.recorder.view();
  const stage = (current === null ? undefined : stages[current]) ?? { stage: "sync", proxmoxEndpointId: null };
  const place = { stage: stage.stage, proxmoxEndpointId: stage.proxmoxEndpointId };
  await say(run, place, said);
  const isOver = said.kind !== "handed_back" && stage.stage !== "sync";
  if (isOver) {
    const message = `${stageTitle(stage.stage)} was stopped.`;
    await say(run, place, { kind: "stage_finished", level: "warning", message, extra: { status: "failed" } });
  }
  await run.recorder.checkpoint();
}

function slowestStage(stages: readonly StageView[], now: Date): { stage: string; tookMs: number } | null {
  const timed = stages
    .filter((stage) => stage.stage !== "full-update")
    .map((stage) => ({
      stage: stage.stage,
      tookMs: (stage.completedAt ? new Date(stage.completedAt) : now).getTime() - new Date(stage.startedAt).getTime(),
    }));
  return timed.sort((a, b) => b.tookMs - a.tookMs)[0] ?? null;
}
