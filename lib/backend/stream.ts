import { AppError } from "../errors.ts";
import { redactText } from "../redact.ts";
import { readSse } from "../sse/read.ts";
import type { BackendContext, Candidate } from "./context.ts";
import { readProblem } from "./envelope.ts";
import { httpTimeoutForSyncPath } from "./request.ts";
import { type Answer, type Query, send } from "./send.ts";

/** A stream may be silent this long between two chunks; keep-alive comments count as life. */
export const IDLE_TIMEOUT_MS = 3_600_000;

export type StreamEvent = { event: string; data: string };

export type BackendStream = {
  status: number;
  candidate: Candidate;
  headersMs: number;
  /** Ends after `complete`. Throws `backend_protocol` with `details.interrupted` when the stream ends or breaks before it. */
  events: AsyncGenerator<StreamEvent>;
  /** When the last byte arrived (monotonic ms). */
  lastLifeMs: () => number;
};

export type OpenStream = {
  path: string;
  query?: Query;
  signal?: AbortSignal;
  idleTimeoutMs?: number;
  headersTimeoutMs?: number;
};

/**
 * Opens a sync stream of the backend. It is a GET with side effects: never repeated after its first byte, and never
 * by an HTTP client on its own. Another content type than `text/event-stream` is an error that says what came instead.
 */
export async function openBackendStream(ctx: BackendContext, input: OpenStream): Promise<BackendStream> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(input.signal ? [input.signal] : [])]);
  const answer = await send(ctx, {
    method: "GET",
    path: input.path,
    query: input.query,
    accept: "text/event-stream",
    headersTimeoutMs: input.headersTimeoutMs ?? httpTimeoutForSyncPath(input.path),
    signal,
  });
  await assertEventStream(ctx, input.path, answer);
  const life = { atMs: performance.now() };
  return {
    status: answer.statusCode,
    candidate: answer.candidate,
    headersMs: answer.elapsedMs,
    events: readEvents({ ctx, input, answer, stop, life }),
    lastLifeMs: () => life.atMs,
  };
}

type Reading = {
  ctx: BackendContext;
  input: OpenStream;
  answer: Answer;
  stop: AbortController;
  life: { atMs: number };
};

async function* readEvents(reading: Reading): AsyncGenerator<StreamEvent> {
  const { answer, stop, life, input } = reading;
  const idleMs = input.idleTimeoutMs ?? IDLE_TIMEOUT_MS;
  const startedMs = performance.now();
  let frames = 0;
  let idle = false;
  let complete = false;
  const giveUp = () => {
    idle = true;
    stop.abort(new Error("idle"));
  };
  let timer = setTimeout(giveUp, idleMs);
  const onLife = () => {
    life.atMs = performance.now();
    clearTimeout(timer);
    timer = setTimeout(giveUp, idleMs);
  };
  try {
    for await (const message of readSse(answer.body, { onLife })) {
      frames += 1;
      complete = message.event === "complete";
      yield { event: message.event, data: message.data };
      if (complete) return;
    }
    throw interrupted(reading, { frames, startedMs, why: "it ended before its last frame" });
  } catch (cause) {
    if (input.signal?.aborted) throw input.signal.reason;
    if (cause instanceof AppError) throw cause;
    const why = idle
      ? `nothing arrived for ${idleMs / 1000} s`
      : redactText(cause instanceof Error ? cause.message : String(cause));
    throw interrupted(reading, { frames, startedMs, why, cause, limitMs: idle ? idleMs : undefined });
  } finally {
    clearTimeout(timer);
    // Whoever stops reading also hangs up: the backend then cancels what it was doing.
    stop.abort(new Error("the reader stopped"));
    answer.body.destroy();
  }
}

function interrupted(
  { ctx, input, answer }: Reading,
  facts: { frames: number; startedMs: number; why: string; cause?: unknown; limitMs?: number },
): AppError {
  const elapsedMs = Math.round(performance.now() - facts.startedMs);
  return new AppError(
    "backend_protocol",
    `The stream ${input.path} of ${ctx.name} (${answer.candidate.url}) broke off after ${(elapsedMs / 1000).toFixed(1)} s and ${facts.frames} frames: ${facts.why}.`,
    {
      cause: facts.cause,
      details: {
        interrupted: true,
        status: answer.statusCode,
        url: answer.candidate.url,
        path: input.path,
        elapsedMs,
        limitMs: facts.limitMs,
        framesReceived: facts.frames,
      },
    },
  );
}

async function assertEventStream(ctx: BackendContext, path: string, answer: Answer): Promise<void> {
  const contentType = String(answer.headers["content-type"] ?? "");
  if (contentType.toLowerCase().includes("text/event-stream")) return;
  const body = (await answer.body.text().catch(() => "")).slice(0, 2_000);
  const problem = readProblem(answer.statusCode, body, contentType);
  throw new AppError(
    "backend_protocol",
    `${ctx.name} answered ${path} with ${contentType || "no content type"} instead of an event stream: ${problem.message}`,
    { details: { status: answer.statusCode, url: answer.candidate.url, path } },
  );
}
