import { AppError } from "../errors.ts";
import type { NetAnswer } from "../net/call.ts";
import { readProblemText } from "../net/read-text.ts";
import { retryAfterMs } from "../net/retry-after.ts";
import { redactText } from "../redact.ts";
import type { BackendContext, Candidate } from "./context.ts";
import { readProblem } from "./envelope.ts";

/** What is waited when a 429 does not say how long. */
const DEFAULT_RETRY_AFTER_MS = 60_000;

/**
 * The error of an answer that is not 2xx: `backend_protocol` for a redirect, `rate_limited` for 429, `backend_failed`
 * for 5xx, `backend_refused` for 4xx; `details.status` is always the real one. A lockout is kept.
 */
export async function readRefusal(
  ctx: BackendContext,
  facts: { path: string; candidate: Candidate; answer: NetAnswer },
): Promise<AppError> {
  const { path, candidate, answer } = facts;
  const status = answer.statusCode;
  const details = { status, url: candidate.url, via: candidate.via, path, elapsedMs: answer.elapsedMs };
  const text = await readProblemText(answer.body);
  if (status < 400) {
    const target = answer.headers.location ? ` to ${redactText(String(answer.headers.location))}` : "";
    return new AppError(
      "backend_protocol",
      `${ctx.name} answered ${path} with a redirect${target} (HTTP ${status}), which is never followed: the API key would go along.`,
      { details },
    );
  }
  const problem = readProblem(status, text, String(answer.headers["content-type"] ?? ""));
  const sentence = `${ctx.name} answered HTTP ${status}: ${sentenceOf(problem)}`;
  const more = {
    isKeyProblem: problem.isKeyProblem,
    upstreamStatus: problem.upstreamStatus,
    state: problem.state,
    retryAfterMs: retryAfterMs(answer.headers["retry-after"]),
  };
  if (status !== 429) {
    return new AppError(status >= 500 ? "backend_failed" : "backend_refused", sentence, {
      details: { ...details, ...more },
    });
  }
  const waitMs = more.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS;
  const lockout = /failed authentication/i.test(problem.message);
  if (lockout) await ctx.refusals.lock(waitMs);
  return new AppError("rate_limited", sentence, { details: { ...details, ...more, retryAfterMs: waitMs, lockout } });
}

const sentenceOf = ({ message, detail }: { message: string; detail: string | null }): string =>
  detail ? `${message.replace(/[.:\s]+$/, "")}: ${detail}` : message;
