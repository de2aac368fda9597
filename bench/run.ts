import type { OpenDb } from "#db/client";
import { claimLease } from "#lib/jobs/lease-store";
import { openRecorder, type Recorder } from "#lib/jobs/recorder";
import type { JobRow } from "#lib/jobs/store";
import { silentLogger } from "#lib/log";
import type { PlannedStep } from "#lib/sync/plan";
import { defaultTimings, type RunContext } from "#lib/sync/run-context";
import { runStep, type StepResult } from "#lib/sync/run-step";
import { backendOn } from "#lib/testing/backend";
import { pendingJob } from "#lib/testing/jobs";
import { registerWorker } from "#lib/workers/register";

export type ClaimedRun = {
  job: JobRow;
  run: RunContext;
  recorder: Recorder;
  stop: AbortController;
  end: () => Promise<void>;
};

/** A job in the hands of this process as a worker has it, on a backend that listens on `port`. */
export async function claimRun(open: OpenDb, port: number): Promise<ClaimedRun> {
  const { db } = open;
  const job = await pendingJob(db);
  const worker = await registerWorker(db, { name: "bench", version: "0", port: null, log: silentLogger });
  const claimed = await claimLease(db, {
    jobId: job.id,
    workerId: worker.id,
    backendId: 1,
    keys: [],
    maxParallel: 1000,
  });
  if (claimed.kind !== "claimed") throw new Error(`the job was not claimed: ${claimed.kind}`);
  const stop = new AbortController();
  const { lease } = claimed;
  const recorder = await openRecorder(db, { job, lease, signal: stop.signal, log: silentLogger });
  const run = {
    db,
    lease,
    recorder,
    backend: backendOn(port),
    signal: stop.signal,
    timings: defaultTimings,
    log: silentLogger,
    now: () => new Date(),
  };
  const end = async () => {
    await recorder.checkpoint();
    recorder.close();
    worker.close();
    await open.pool.query("update jobs set status = 'completed', outcome = 'ok', lease_id = null where id = $1", [
      job.id,
    ]);
  };
  return { job, run, recorder, stop, end };
}

/** One stage of that job, of so many frames; resolves when it has been read to its end. */
export function runStage({ run }: ClaimedRun, frames: number, perSecond = 0): Promise<StepResult> {
  const step: PlannedStep = {
    position: 0,
    syncType: "virtual-machines",
    title: "Virtual machines",
    streamPath: "bench/stream",
    proxmoxEndpointId: 1,
    endpointName: "lab",
    optional: false,
    skipReason: null,
    interfacesFollow: false,
    taskHistoryFollows: false,
  };
  const query = { frames: String(frames), ...(perSecond > 0 ? { per_second: String(perSecond) } : {}) };
  return runStep(run, { step, query, mode: "stages", hints: [] });
}
