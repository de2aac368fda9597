/**
 * One step of a plan: a stream (or one JSON request) of the backend, read to its end. Each event becomes a frame;
 * whatever happens, the log of the step ends with a `complete` frame and a line that says how it went.
 */

import type { Query } from "../backend/send.ts";
import { openBackendStream, type StreamEvent } from "../backend/stream.ts";
import { runSocketCommand, type SocketCommand } from "../backend/websocket.ts";
import { endpointPolicies } from "../endpoints/policies.ts";
import { parseFrame, text } from "../frames/parse.ts";
import { parseJson, recordOf } from "../json.ts";
import { sleep } from "../time.ts";
import { type StepFailure, stepFailure, streamFailure } from "./failure.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { PlannedStep } from "./plan.ts";
import type { Hint } from "./preflight.ts";
import { type Place, type RunContext, say } from "./run-context.ts";
import { waitUntilFree } from "./wait-until-free.ts";
import { requestWholeUpdate } from "./whole-update.ts";

/** The first try and two more. */
const MAX_TRIES = 3;
/** A backend that asks for more patience than this is not waited for. */
const MAX_RETRY_AFTER_MS = 600_000;

export type StepInput = {
  step: PlannedStep;
  query: Query;
  mode: "stages" | "full-update" | "json";
  transport?: "sse" | "websocket";
  hints: readonly Hint[];
};

export type StepResult = {
  status: "completed" | "warning" | "failed";
  attempts: number;
  httpStatus: number | null;
  failure: StepFailure | null;
};

/** Runs a step to its end; throws only when the run is aborted or its lease is lost. */
export async function runStep(run: RunContext, input: StepInput): Promise<StepResult> {
  const place: Place = { stage: input.step.syncType, proxmoxEndpointId: input.step.proxmoxEndpointId };
  const before = run.recorder.view().signals;
  await say(run, place, {
    kind: "stage_started",
    message: `${input.step.title} of ${input.step.endpointName}.`,
    extra: { path: input.step.streamPath, optional: input.step.optional },
  });
  const heartbeat = startHeartbeat(run, place);
  try {
    const tried = await tryStep(run, place, input);
    if (tried.failure) return await endFailed(run, place, input, tried);
    const status = run.recorder.view().signals > before ? "warning" : "completed";
    const message =
      status === "warning" ? `${input.step.title} finished with warnings.` : `${input.step.title} finished.`;
    await say(run, place, {
      kind: "stage_finished",
      level: status === "warning" ? "warning" : "success",
      message,
      extra: { status },
    });
    return { status, ...tried };
  } finally {
    heartbeat.stop();
  }
}

type Tried = { attempts: number; httpStatus: number | null; failure: StepFailure | null };

async function tryStep(run: RunContext, place: Place, input: StepInput): Promise<Tried> {
  // One request that does everything is never repeated: the backend may have done the work and still answer 500.
  const maxTries = input.mode === "json" ? 1 : MAX_TRIES;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await tryOnce(run, place, input);
    if (!("isRetryable" in outcome)) return { attempts, httpStatus: outcome.httpStatus, failure: null };
    const failure = withHint(outcome, input.hints);
    const pauseMs = Math.max(failure.retryAfterMs ?? 0, run.timings.retryPauseMs);
    if (!failure.isRetryable || attempts >= maxTries || pauseMs > MAX_RETRY_AFTER_MS) {
      return { attempts, httpStatus: failure.httpStatus, failure };
    }
    await say(run, place, {
      kind: "retry",
      level: "warning",
      message: `${failure.message} Trying again in ${Math.round(pauseMs / 1000)} s (try ${attempts + 1} of ${maxTries}).`,
      extra: { error_code: failure.code, http_status: failure.httpStatus },
    });
    await sleep(pauseMs, run.signal);
    if (input.mode === "full-update") await waitUntilFree(run, place);
  }
}

async function tryOnce(run: RunContext, place: Place, input: StepInput): Promise<StepFailure | { httpStatus: number }> {
  try {
    if (input.transport === "websocket") return await readSocket(run, place, input);
    return input.mode === "json" ? await requestWholeUpdate(run, place, input) : await readStream(run, place, input);
  } catch (error) {
    if (run.signal.aborted) throw run.signal.reason;
    if (error instanceof Error && error.name === "LeaseLost") throw error;
    return stepFailure(error);
  }
}

async function readStream(
  run: RunContext,
  place: Place,
  input: StepInput,
): Promise<StepFailure | { httpStatus: number }> {
  const stream = await openBackendStream(run.backend, {
    path: input.step.streamPath,
    query: input.query,
    signal: run.signal,
    idleTimeoutMs: run.timings.idleTimeoutMs,
  });
  if (stream.candidate.via === "fallback") {
    await say(run, place, {
      kind: "note",
      level: "warning",
      message: `The fallback address ${stream.candidate.url} answered.`,
    });
  }
  return readEvents(run, place, { events: stream.events, httpStatus: stream.status });
}

/** The legacy transport: the same steps as messages of the backend's WebSocket. */
async function readSocket(
  run: RunContext,
  place: Place,
  input: StepInput,
): Promise<StepFailure | { httpStatus: number }> {
  const command = commandOf[input.step.syncType] ?? "Full Update Sync";
  const events = runSocketCommand(run.backend, {
    command,
    query: { proxmox_endpoint_ids: input.query.proxmox_endpoint_ids },
    signal: run.signal,
    idleTimeoutMs: run.timings.idleTimeoutMs,
    caFile: endpointPolicies().caFile,
  });
  return readEvents(run, place, { events, httpStatus: 101 });
}

const commandOf: Record<string, SocketCommand> = {
  devices: "Sync Nodes",
  "virtual-machines": "Sync Virtual Machines",
};

type Reading = { events: AsyncIterable<StreamEvent>; httpStatus: number };

async function readEvents(
  run: RunContext,
  place: Place,
  { events, httpStatus }: Reading,
): Promise<StepFailure | { httpStatus: number }> {
  const said = { error: null as string | null, suggestion: null as string | null };
  let last: Record<string, unknown> | null = null;
  for await (const event of events) {
    const frame = parseFrame(event, { ...place, attempt: run.lease.attempt, at: run.now() });
    await run.recorder.emit(frame);
    if (event.event === "error_detail")
      said.suggestion = text(recordOf(parseJson(frame.data))?.suggestion) ?? said.suggestion;
    if (event.event === "error") said.error = frame.text;
    if (event.event === "complete") last = recordOf(parseJson(frame.data));
  }
  if (last?.ok === true) return { httpStatus };
  const message = said.error ?? text(last?.message) ?? "The backend reported a failure without a reason.";
  return streamFailure(message, said.suggestion, httpStatus);
}

/** A failure that preflight saw coming is explained by what it saw. */
function withHint(failure: StepFailure, hints: readonly Hint[]): StepFailure {
  const hint = hints.find((candidate) => candidate.explains.test(failure.message));
  return hint ? { ...failure, suggestion: hint.suggestion } : failure;
}

async function endFailed(run: RunContext, place: Place, input: StepInput, tried: Tried): Promise<StepResult> {
  const { failure } = tried;
  if (!failure) throw new Error("a failed step has a failure");
  // Whoever reads the stream gets a structured end also when the backend never gave one.
  if (failure.code !== "ProxboxException") await emitSyntheticEnd(run, place, failure.message);
  await say(run, place, {
    kind: "stage_finished",
    level: input.step.optional ? "warning" : "error",
    message: `${input.step.title} failed: ${failure.message}`,
    extra: {
      status: "failed",
      error_code: failure.code,
      http_status: failure.httpStatus,
      suggestion: failure.suggestion,
    },
  });
  return { status: "failed", ...tried };
}

async function emitSyntheticEnd(run: RunContext, place: Place, message: string): Promise<void> {
  const at = { ...place, attempt: run.lease.attempt, at: run.now() };
  const error = { step: "stream", status: "failed", error: message };
  await run.recorder.emit(parseFrame({ event: "error", data: JSON.stringify(error) }, at));
  const complete = { ok: false, message: "Stream request failed." };
  await run.recorder.emit(parseFrame({ event: "complete", data: JSON.stringify(complete) }, at));
}
