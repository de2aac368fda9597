import { AppError } from "../errors.ts";
import { readProblemText } from "../net/read-text.ts";
import { redactText } from "../redact.ts";
import { readSse } from "../sse/read.ts";
import { explainContent } from "./content.ts";
import type { BackendContext, Candidate } from "./context.ts";
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
  await assertEventStream(ctx, input, answer);
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
  const idle = idleTimer(idleMs, () => stop.abort(new Error("idle")));
  const onLife = () => {
    life.atMs = performance.now();
    idle.restart();
  };
  try {
    for await (const message of readSse(answer.body, { onLife })) {
      frames += 1;
      idle.pause();
      yield { event: message.event, data: message.data };
      if (message.event === "complete") return;
      idle.restart();
    }
    throw interrupted(reading, { frames, startedMs, why: "it ended before its last frame" });
  } catch (cause) {
    if (input.signal?.aborted) throw input.signal.reason;
    if (cause instanceof AppError) throw cause;
    const why = idle.isOver() ? `nothing arrived for ${idleMs / 1000} s` : explainBreak(cause);
    throw interrupted(reading, { frames, startedMs, why, cause, limitMs: idle.isOver() ? idleMs : undefined });
  } finally {
    idle.stop();
    // Whoever stops reading also hangs up: the backend then cancels what it was doing.
    stop.abort(new Error("the reader stopped"));
    answer.body.destroy();
  }
}

/**
 * Measures the silence of the backend alone: paused while the reader is busy with a frame. One timer looks again and
 * again, because setting one for each frame would cost as much as parsing it.
 */
function idleTimer(idleMs: number, giveUp: () => void) {
  let quietSinceMs: number | null = performance.now();
  let over = false;
  const look = () => {
    const leftMs = quietSinceMs === null ? idleMs : quietSinceMs + idleMs - performance.now();
    if (leftMs > 0) {
      timer = setTimeout(look, leftMs);
      return;
    }
    over = true;
    giveUp();
  };
  let timer = setTimeout(look, idleMs);
  return {
    pause: () => {
      quietSinceMs = null;
    },
    restart: () => {
      quietSinceMs = performance.now();
    },
    stop: () => clearTimeout(timer),
    isOver: () => over,
  };
}

const explainBreak = (cause: unknown): string => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (/^(UND_ERR_SOCKET|ECONNRESET|EPIPE|UND_ERR_ABORTED)$/.test(code)) return "the connection was closed";
  return redactText(cause instanceof Error ? cause.message : String(cause));
};

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

async function assertEventStream(ctx: BackendContext, { path, signal }: OpenStream, answer: Answer): Promise<void> {
  const contentType = String(answer.headers["content-type"] ?? "");
  if (contentType.toLowerCase().startsWith("text/event-stream")) return;
  const text = await readProblemText(answer.body);
  if (signal?.aborted) throw signal.reason;
  throw new AppError(
    "backend_protocol",
    `${ctx.name} answered ${path} with ${explainContent(answer, text)}, not an event stream.`,
    { details: { status: answer.statusCode, url: answer.candidate.url, via: answer.candidate.via, path } },
  );
}
