import type { z } from "zod";
import { endpointPolicies } from "../endpoints/policies.ts";
import { AppError } from "../errors.ts";
import { parseJson } from "../json.ts";
import { callOnce, type NetAnswer, NetworkFailure } from "../net/call.ts";
import { readClockSkewMs } from "../net/clock-skew.ts";
import { guardedAgent } from "../net/connect.ts";
import { BodyLimit, readProblemText, readText } from "../net/read-text.ts";
import { redactText, rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { readNetboxRefusal } from "./refusal.ts";
import { type NetboxTarget, netboxAuthorization, netboxTitle, netboxUrls } from "./target.ts";

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** A list repeats its name, which NetBox reads as alternatives. */
export type NetboxQuery = Record<string, string | number | readonly string[]>;

export type NetboxCall<T> = {
  method?: "GET" | "OPTIONS" | "POST" | "PATCH";
  /** Below the root, with its last slash: `/api/status/`. */
  path: string;
  query?: NetboxQuery;
  body?: unknown;
  schema: z.ZodType<T>;
  timeoutMs?: number;
  signal?: AbortSignal;
};

/**
 * One call to NetBox's own API with the endpoint's token: candidates in order, the next one only after a network error
 * or (for a GET) a 5xx, redirects refused. Throws an AppError with the real status in `details`.
 */
export async function netboxRequest<T>(target: NetboxTarget, call: NetboxCall<T>): Promise<T> {
  rememberSecret(target.token);
  const failures: AppError[] = [];
  for (const base of netboxUrls(target)) {
    try {
      return await requestAt(target, base, call);
    } catch (error) {
      if (call.signal?.aborted) throw call.signal.reason;
      if (!(error instanceof AppError)) throw error;
      failures.push(error);
      if (!mayTryNext(error, call.method ?? "GET")) break;
    }
  }
  const answered = failures.findLast((failure) => failure.code !== "backend_unreachable");
  throw answered ?? failures[0] ?? noAddress(target);
}

const noAddress = (target: NetboxTarget) =>
  new AppError(
    "backend_unreachable",
    `${netboxTitle(target.name)} has neither a usable domain nor a usable IP address.`,
  );

const mayTryNext = (error: AppError, method: string): boolean => {
  if (error.code === "backend_unreachable") return method === "GET" || error.details.sent !== true;
  return error.code === "backend_failed" && method === "GET";
};

async function requestAt<T>(target: NetboxTarget, base: string, call: NetboxCall<T>): Promise<T> {
  const answer = await answerOf(target, base, call);
  const details = { status: answer.statusCode, url: base, path: call.path, elapsedMs: answer.elapsedMs };
  if (answer.statusCode >= 300) {
    throw readNetboxRefusal(target.name, { answer, text: await readProblemText(answer.body), details });
  }
  const text = await readBody(target, answer, { timeoutMs: call.timeoutMs ?? TIMEOUT_MS, details });
  const value = parseJson(text);
  const parsed = call.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const what = value === undefined ? "it is not JSON" : `${issue?.path.join(".") || "body"}: ${issue?.message}`;
  throw new AppError("backend_protocol", `What answers at ${base}${call.path} does not look like NetBox (${what}).`, {
    details,
  });
}

async function answerOf<T>(target: NetboxTarget, base: string, call: NetboxCall<T>): Promise<NetAnswer> {
  const url = new URL(call.path, base);
  for (const [name, value] of Object.entries(call.query ?? {}))
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  const authorization = netboxAuthorization(target);
  const { policy, dispatcher } = netboxAgent(target);
  try {
    return await callOnce({
      method: call.method ?? "GET",
      url,
      dispatcher,
      policy,
      headers: { accept: "application/json", ...(authorization ? { authorization } : {}) },
      body: call.body,
      headersTimeoutMs: call.timeoutMs ?? TIMEOUT_MS,
      signal: call.signal,
    });
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error;
    const why = redactText(error.message);
    throw new AppError("backend_unreachable", `${netboxTitle(target.name)} could not be reached at ${base}: ${why}.`, {
      cause: error,
      details: { ...error.facts, url: base, path: call.path, why },
    });
  }
}

function netboxAgent({ verifySsl }: NetboxTarget) {
  const { netbox: policy, caFile } = endpointPolicies();
  const name = ["netbox.agent", verifySsl, caFile ?? "", policy.allowPublic, ...policy.allowed].join("|");
  return { policy, dispatcher: singleton(name, () => guardedAgent(policy, { verifySsl, caFile })) };
}

/** How far NetBox's clock is ahead of ours, in milliseconds; null when no answer has a date. The token is not sent. */
export async function readNetboxSkewMs(target: NetboxTarget, signal?: AbortSignal): Promise<number | null> {
  for (const base of netboxUrls(target)) {
    const url = new URL("/api/", base);
    const skewMs = await readClockSkewMs({ url, ...netboxAgent(target), signal }).catch(() => null);
    if (skewMs !== null) return skewMs;
  }
  return null;
}

async function readBody(
  target: NetboxTarget,
  answer: NetAnswer,
  { timeoutMs, details }: { timeoutMs: number; details: Record<string, unknown> },
): Promise<string> {
  try {
    return await readText(answer.body, { maxBytes: MAX_ANSWER_BYTES, timeoutMs });
  } catch (cause) {
    const why = cause instanceof BodyLimit ? cause.message : "the connection was closed";
    throw new AppError(
      "backend_unreachable",
      `${netboxTitle(target.name)} broke off its answer to ${details.path}: ${why}.`,
      {
        cause,
        details: { ...details, sent: true, why },
      },
    );
  }
}
