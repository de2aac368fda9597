import { openDb } from "#db/client";
import { openListener } from "#lib/events/listen";
import { silentLogger } from "#lib/log";
import type { SyncTimings } from "#lib/sync/run-context";
import { startWorker, type Worker } from "./worker.ts";

/** Waits of milliseconds instead of seconds. */
export const quickTimings: Partial<SyncTimings> = {
  readyWaitMs: 500,
  retryPauseMs: 5,
  busyWaitMs: 500,
  busyPollMs: 5,
  heartbeatMs: 60_000,
};

/** A worker in this process on the database of a test, with connections of its own. */
export function testWorker(
  url: string,
  options: { jobTimeoutMs?: number; timings?: Partial<SyncTimings> } = {},
): Promise<Worker> {
  return startWorker({
    open: openDb(url, { max: 10, applicationName: "proxbox-console test worker" }),
    listener: openListener(url, silentLogger),
    log: silentLogger,
    name: "test-worker",
    port: 0,
    host: "127.0.0.1",
    jobTimeoutMs: options.jobTimeoutMs ?? 60_000,
    isQuiet: true,
    timings: { ...quickTimings, ...options.timings },
  });
}
