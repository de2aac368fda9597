import { AppError } from "../errors.ts";
import { callOnce, type NetAnswer, NetworkFailure } from "../net/call.ts";
import { redactText } from "../redact.ts";
import type { BackendContext, Candidate } from "./context.ts";
import { readRefusal } from "./refusal.ts";
import { assertNotLocked } from "./refusals.ts";

export type Query = Record<string, string | number | boolean | null | undefined>;

export type Call = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Query;
  body?: unknown;
  accept: "application/json" | "text/event-stream";
  /** Until the headers are there. */
  headersTimeoutMs: number;
  signal?: AbortSignal;
  /** False for a call that must not be sent twice. */
  mayRepeat?: boolean;
};

export type Answer = NetAnswer & { candidate: Candidate };

/**
 * Sends one call under the rules of the house: candidates in order, the next one only after a network error or a
 * 5xx, a 4xx never; redirects refused; one key recovery and one repeat after a 401 about the API key. Resolves with
 * the 2xx answer whose body is still to be read; otherwise throws an AppError with the real status in `details`.
 */
export async function send(ctx: BackendContext, call: Call): Promise<Answer> {
  await assertNotLocked(ctx);
  try {
    return await tryCandidates(ctx, call);
  } catch (error) {
    const isKey = error instanceof AppError && error.details.isKeyProblem === true;
    if (!isKey || !(await ctx.recoverKey(call.signal))) throw error;
    return await tryCandidates(ctx, call);
  }
}

async function tryCandidates(ctx: BackendContext, call: Call): Promise<Answer> {
  const failures: AppError[] = [];
  for (const candidate of ctx.candidates) {
    try {
      return await sendTo(ctx, candidate, call);
    } catch (error) {
      if (call.signal?.aborted) throw call.signal.reason;
      if (!(error instanceof AppError)) throw error;
      failures.push(error);
      if (!mayTryNext(error, call)) break;
    }
  }
  throw worstOf(ctx, failures);
}

const mayTryNext = (error: AppError, call: Call): boolean =>
  (error.code === "backend_unreachable" && (call.mayRepeat !== false || error.details.sent !== true)) ||
  (error.code === "backend_failed" && call.mayRepeat !== false);

/** A status that was answered says more than a candidate that did not answer; silence everywhere is told in full. */
function worstOf(ctx: BackendContext, failures: AppError[]): AppError {
  const answered = failures.findLast((failure) => failure.code !== "backend_unreachable");
  const last = answered ?? failures.at(-1);
  if (!last)
    return new AppError("backend_unreachable", `${ctx.name} has neither a usable domain nor a usable IP address.`);
  if (answered || failures.length === 1) return last;
  const places = failures.map((failure) => `${failure.details.url} (${failure.details.why})`);
  return new AppError("backend_unreachable", `${ctx.name} could not be reached at ${places.join(" nor at ")}.`, {
    cause: last.cause,
    details: { ...last.details, sent: failures.some((failure) => failure.details.sent === true) },
  });
}

async function sendTo(ctx: BackendContext, candidate: Candidate, call: Call): Promise<Answer> {
  const answer = await callWithFreshSocket(ctx, candidate, call);
  if (answer.statusCode >= 200 && answer.statusCode < 300) return { ...answer, candidate };
  throw await readRefusal(ctx, { path: call.path, candidate, answer });
}

/** After a 500 the service closes its connections, so a read that met a dying one is sent once more. */
async function callWithFreshSocket(ctx: BackendContext, candidate: Candidate, call: Call): Promise<NetAnswer> {
  const isRead = call.method === "GET" && call.accept === "application/json" && call.mayRepeat !== false;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await callOnce({
        method: call.method,
        url: urlOf(candidate, call),
        dispatcher: ctx.dispatcher,
        policy: ctx.policy,
        headers: { ...ctx.headers(), accept: call.accept },
        body: call.body,
        headersTimeoutMs: call.headersTimeoutMs,
        signal: call.signal,
      });
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      const isDyingSocket = /^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(error.facts.networkCode);
      if (attempt > 0 || !isRead || !isDyingSocket) throw unreachable(ctx, candidate, call.path, error);
    }
  }
}

function urlOf(candidate: Candidate, call: Call): URL {
  const url = new URL(`${candidate.url}/${call.path.replace(/^\//, "")}`);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function unreachable(ctx: BackendContext, candidate: Candidate, path: string, failure: NetworkFailure): AppError {
  const why = redactText(failure.message);
  return new AppError("backend_unreachable", `${ctx.name} could not be reached at ${candidate.url}: ${why}.`, {
    cause: failure,
    details: { ...failure.facts, url: candidate.url, via: candidate.via, path, why },
  });
}
