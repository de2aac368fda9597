import { request } from "undici";
import { AppError } from "../errors.ts";
import { assertUrlAllowed } from "../net/connect.ts";
import { redactText } from "../redact.ts";
import type { BackendContext, Candidate } from "./context.ts";
import { readProblem } from "./envelope.ts";
import { assertNotPaused, pauseBackend } from "./lockout.ts";

export type Query = Record<string, string | number | boolean | null | undefined>;

export type Call = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Query;
  body?: unknown;
  accept: string;
  /** Until the headers are there. */
  headersTimeoutMs: number;
  signal?: AbortSignal;
  /** False for a call that must not be sent twice. */
  mayRepeat?: boolean;
};

export type Answer = Awaited<ReturnType<typeof request>> & { candidate: Candidate; elapsedMs: number };

/** Error bodies are for people; more of one helps nobody. */
const MAX_PROBLEM_BYTES = 64 * 1024;
const DEFAULT_RETRY_AFTER_MS = 60_000;

/**
 * Sends one call under the rules of the house: candidates in order, the next one only after a network error or a
 * 5xx, a 4xx never; redirects refused; one key recovery and one repeat after a 401 about the API key. Resolves with
 * the 2xx answer whose body is still to be read; otherwise throws an AppError with the real status in `details`.
 */
export async function send(ctx: BackendContext, call: Call): Promise<Answer> {
  assertNotPaused(ctx.backendId, ctx.name);
  try {
    return await tryCandidates(ctx, call);
  } catch (error) {
    const isKey = error instanceof AppError && error.details.isKeyProblem === true;
    if (!isKey || !(await ctx.recoverKey(call.signal))) throw error;
    return await tryCandidates(ctx, call);
  }
}

async function tryCandidates(ctx: BackendContext, call: Call): Promise<Answer> {
  let last: AppError | undefined;
  for (const candidate of ctx.candidates) {
    try {
      return await sendTo(ctx, candidate, call);
    } catch (error) {
      if (call.signal?.aborted) throw call.signal.reason;
      if (!(error instanceof AppError) || !mayTryNext(error, call)) throw error;
      last = preferAnswered(last, error);
    }
  }
  throw last ?? new AppError("backend_unreachable", `${ctx.name} has neither a domain nor an IP address.`);
}

const mayTryNext = (error: AppError, call: Call): boolean =>
  (error.code === "backend_unreachable" && (call.mayRepeat !== false || error.details.sent !== true)) ||
  (error.code === "backend_failed" && call.mayRepeat !== false);

/** A status that a backend gave says more than a candidate that did not answer. */
const preferAnswered = (before: AppError | undefined, now: AppError): AppError =>
  before && before.code === "backend_failed" && now.code === "backend_unreachable" ? before : now;

async function sendTo(ctx: BackendContext, candidate: Candidate, call: Call): Promise<Answer> {
  const url = new URL(`${candidate.url}/${call.path.replace(/^\//, "")}`);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  const startedMs = performance.now();
  const timeout = AbortSignal.timeout(call.headersTimeoutMs);
  const headers = new AbortController();
  const giveUp = () => headers.abort(timeout.reason);
  timeout.addEventListener("abort", giveUp, { once: true });
  let answer: Awaited<ReturnType<typeof request>>;
  try {
    assertUrlAllowed(url, ctx.policy);
    answer = await request(url, {
      method: call.method,
      dispatcher: ctx.dispatcher,
      headers: {
        ...ctx.headers(),
        accept: call.accept,
        "user-agent": "proxbox-console",
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: AbortSignal.any([headers.signal, ...(call.signal ? [call.signal] : [])]),
    });
  } catch (cause) {
    throw unreachable(ctx, candidate, call, {
      cause,
      elapsedMs: performance.now() - startedMs,
      timedOut: timeout.aborted,
    });
  } finally {
    timeout.removeEventListener("abort", giveUp);
  }
  const elapsedMs = Math.round(performance.now() - startedMs);
  if (answer.statusCode >= 200 && answer.statusCode < 300) return { ...answer, candidate, elapsedMs };
  throw await refusal(ctx, candidate, call, answer, elapsedMs);
}

function unreachable(
  ctx: BackendContext,
  candidate: Candidate,
  call: Call,
  facts: { cause: unknown; elapsedMs: number; timedOut: boolean },
): AppError {
  const code = facts.cause instanceof Error && "code" in facts.cause ? String(facts.cause.code) : "";
  const why = facts.timedOut
    ? `no answer to ${call.method} /${call.path.replace(/^\//, "")} within ${call.headersTimeoutMs / 1000} s`
    : redactText(facts.cause instanceof Error ? facts.cause.message || code : String(facts.cause));
  return new AppError("backend_unreachable", `${ctx.name} could not be reached at ${candidate.url}: ${why}.`, {
    cause: facts.cause,
    details: {
      url: candidate.url,
      via: candidate.via,
      elapsedMs: Math.round(facts.elapsedMs),
      limitMs: call.headersTimeoutMs,
      timedOut: facts.timedOut,
      networkCode: code,
      sent:
        facts.timedOut ||
        !/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRREFUSED|UND_ERR_CONNECT|CERT|SSL|TLS/.test(
          code,
        ),
    },
  });
}

async function refusal(
  ctx: BackendContext,
  candidate: Candidate,
  call: Call,
  answer: Awaited<ReturnType<typeof request>>,
  elapsedMs: number,
): Promise<AppError> {
  const status = answer.statusCode;
  const details = { status, url: candidate.url, via: candidate.via, path: call.path, elapsedMs };
  if (status >= 300 && status < 400) {
    await answer.body.dump();
    return new AppError(
      "backend_protocol",
      `${ctx.name} answered ${call.path} with a redirect (HTTP ${status}), which is never followed: the API key would go along.`,
      { details },
    );
  }
  const body = await readLimited(answer.body);
  const problem = readProblem(status, body, String(answer.headers["content-type"] ?? ""));
  const sentence = problem.detail ? `${problem.message}: ${problem.detail}` : problem.message;
  const facts = { ...details, isKeyProblem: problem.isKeyProblem, upstreamStatus: problem.upstreamStatus };
  if (status === 429) return rateLimited(ctx, sentence, answer.headers["retry-after"], facts);
  const code = status >= 500 ? "backend_failed" : "backend_refused";
  return new AppError(code, `${ctx.name} answered HTTP ${status}: ${sentence}`, { details: facts });
}

function rateLimited(ctx: BackendContext, sentence: string, header: unknown, facts: Record<string, unknown>): AppError {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  const retryAfterMs =
    Number.isFinite(seconds) && seconds >= 0 && header !== undefined ? seconds * 1000 : DEFAULT_RETRY_AFTER_MS;
  const lockout = /failed authentication/i.test(sentence);
  if (lockout) pauseBackend(ctx.backendId, retryAfterMs);
  return new AppError("rate_limited", `${ctx.name} answered HTTP 429: ${sentence}`, {
    details: { ...facts, retryAfterMs, lockout },
  });
}

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      chunks.push(chunk);
      if (size >= MAX_PROBLEM_BYTES) break;
    }
  } catch {
    // A body cut short still says what arrived.
  }
  return Buffer.concat(chunks).toString("utf8");
}
