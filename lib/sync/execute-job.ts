/**
 * A claimed job to its end, whatever happens: done, failed, cancelled, timed out, handed back at a shutdown, or left
 * alone because the lease was lost. Keys are freed with the end and never before the backend stream is closed.
 */
import type { Db } from "#db/client";
import { contextOf } from "../backends/open.ts";
import type { Listener } from "../events/listen.ts";
import { finishJob, handBackJob } from "../jobs/finish.ts";
import { JobStop } from "../jobs/job-stop.ts";
import { keepLease } from "../jobs/keep-lease.ts";
import type { JobEnd } from "../jobs/lease-store.ts";
import { withPatience } from "../jobs/patience.ts";
import { openRecorder } from "../jobs/recorder.ts";
import type { Logger } from "../log.ts";
import { defaultTimings, type RunContext, type SyncTimings, say } from "./run-context.ts";
import { runJob } from "./run-job.ts";
import { loadWork, type StartedJob } from "./start-job.ts";
import { stoppedEnd } from "./stopped-end.ts";
import { unlessStuck } from "./unless-stuck.ts";

export type JobHost = {
  db: Db;
  listener: Listener;
  log: Logger;
  /** Aborts when the worker is told to stop. */
  shutdown: AbortSignal;
  jobTimeoutMs: number;
  /** Does this worker hold the lock that proves it alive? */
  isLockHeld: () => boolean;
  timings?: Partial<SyncTimings>;
};

export async function executeJob(host: JobHost, started: StartedJob): Promise<void> {
  const { db, log } = host;
  const { job, lease, claimedAtMs } = started;
  const { isLockHeld } = host;
  const stop = new AbortController();
  const lost = new AbortController();
  const onStop = (reason: JobStop) => {
    if (reason.why === "lease_lost") lost.abort(reason);
    stop.abort(reason);
  };
  const onShutdown = () => onStop(new JobStop("shutdown"));
  const keeper = keepLease({ db, listener: host.listener, lease, log, onStop, claimedAtMs, isLockHeld });
  const timer = setTimeout(() => onStop(new JobStop("timeout")), jobTimeoutMs(host, started));
  host.shutdown.addEventListener("abort", onShutdown, { once: true });
  if (host.shutdown.aborted) onShutdown();
  try {
    await runClaimed(host, started, { stop: stop.signal, lost: lost.signal });
  } catch (error) {
    // Only a lost lease ends here: the job belongs to somebody else, or is handed back once the database is back.
    log.warn({ err: error, jobId: job.id }, "the job was left to another worker");
    if (lost.signal.aborted) await handBackJob(db, lease).catch(() => false);
    else throw error;
  } finally {
    keeper.close();
    clearTimeout(timer);
    host.shutdown.removeEventListener("abort", onShutdown);
  }
}

async function runClaimed(
  host: JobHost,
  started: StartedJob,
  signals: { stop: AbortSignal; lost: AbortSignal },
): Promise<void> {
  const { db, log } = host;
  const { job, lease } = started;
  const recorder = await openRecorder(db, { job, lease, signal: signals.lost, log });
  const run = {
    db,
    lease,
    recorder,
    signal: signals.stop,
    timings: { ...defaultTimings, ...host.timings },
    log,
    now: () => new Date(),
  };
  try {
    const end = await runToEnd(run, started);
    if (end) await finishJob(db, lease, end);
    else await handBackJob(db, lease);
  } finally {
    recorder.close();
  }
}

function jobTimeoutMs(host: JobHost, { settings, usedMs }: StartedJob): number {
  const wholeMs = settings.job_timeout_seconds === null ? host.jobTimeoutMs : settings.job_timeout_seconds * 1000;
  return Math.max(1, wholeMs - usedMs);
}

/** Null: the job is to be handed back. */
async function runToEnd(run: Omit<RunContext, "backend">, started: StartedJob): Promise<JobEnd | null> {
  try {
    return await unlessStuck(runToOwnEnd(run, started), run.signal);
  } catch (error) {
    return stoppedEnd(run, error);
  }
}

async function runToOwnEnd(run: Omit<RunContext, "backend">, started: StartedJob): Promise<JobEnd> {
  const { job, settings, lease } = started;
  const work = await withPatience(() => loadWork(run.db, job), run.signal);
  if (!work) return noBackend;
  const context: RunContext = { ...run, backend: contextOf(run.db, work.backend) };
  const end = await runJob(context, { ...work, params: job.params, settings, isTakeover: lease.attempt > 1 });
  await sayEnd(context, end);
  return end;
}

const noBackend: JobEnd = {
  status: "errored",
  outcome: "failed",
  error: "No FastAPI URL found: the backend of this job was deleted or disabled.",
  errorCode: "BackendUnreachable",
  suggestion: "Enable the backend, or start the sync on another one.",
};

const endWords = { ok: "everything is in sync", warnings: "with warnings", failed: "with errors" } as Record<
  string,
  string
>;

async function sayEnd(run: RunContext, end: JobEnd): Promise<void> {
  const message = end.error ? `Sync failed: ${end.error}` : `Sync finished: ${endWords[end.outcome] ?? end.outcome}.`;
  const level = end.outcome === "ok" ? "success" : end.outcome === "warnings" ? "warning" : "error";
  await say(run, { stage: "sync", proxmoxEndpointId: null }, { kind: "finished", level, message, extra: { ...end } });
  await run.recorder.checkpoint();
}
