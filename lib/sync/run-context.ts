import type { Db } from "#db/client";
import type { BackendContext } from "../backend/context.ts";
import { consoleFrame } from "../frames/console-frame.ts";
import type { ConsoleData, FrameLevel } from "../frames/schema.ts";
import type { Recorder } from "../jobs/recorder.ts";
import type { Lease } from "../jobs/schema.ts";
import type { Logger } from "../log.ts";

/** How long a sync waits, and for what; tests shorten them. */
export type SyncTimings = {
  readyWaitMs: number;
  /** Between two tries of a stage, unless the backend names a time itself. */
  retryPauseMs: number;
  /** After a lost single request, how long the backend may go on before the next one starts. */
  busyWaitMs: number;
  busyPollMs: number;
  heartbeatMs: number;
  idleTimeoutMs: number;
};

export const defaultTimings: SyncTimings = {
  readyWaitMs: 45_000,
  retryPauseMs: 8_000,
  busyWaitMs: 120_000,
  busyPollMs: 2_000,
  heartbeatMs: 30_000,
  idleTimeoutMs: 3_600_000,
};

/** What every part of a running job shares. */
export type RunContext = {
  db: Db;
  lease: Lease;
  recorder: Recorder;
  backend: BackendContext;
  signal: AbortSignal;
  timings: SyncTimings;
  log: Logger;
  now: () => Date;
};

export type Place = { stage: string; proxmoxEndpointId: number | null };

/** Emits a frame of the console itself. */
export function say(
  run: Pick<RunContext, "recorder" | "lease" | "now">,
  place: Place,
  said: { kind: ConsoleData["kind"]; level?: FrameLevel; message: string; extra?: Record<string, unknown> },
): Promise<void> {
  return run.recorder.emit(consoleFrame({ ...place, attempt: run.lease.attempt, at: run.now() }, said));
}
