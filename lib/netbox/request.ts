import type { z } from "zod";
import { endpointPolicies } from "../endpoints/policies.ts";
import { AppError } from "../errors.ts";
import { callOnce, type NetAnswer, NetworkFailure } from "../net/call.ts";
import { guardedAgent } from "../net/connect.ts";
import { BodyLimit, readProblemText, readText } from "../net/read-text.ts";
import { redactText, rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { readNetboxRefusal } from "./refusal.ts";
import { type NetboxTarget, netboxAuthorization, netboxUrls } from "./target.ts";

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export type NetboxCall<T> = {
  method?: "GET" | "POST" | "PATCH";
  /** Below the root, with its last slash: `/api/status/`. */
  path: string;
  query?: Record<string, string | number>;
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
  new AppError("backend_unreachable", `NetBox ${target.name} has neither a usable domain nor a usable IP address.`);

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
  const { netbox: policy, caFile } = endpointPolicies();
  const url = new URL(call.path, base);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, String(value));
  const authorization = netboxAuthorization(target);
  const agent = ["netbox.agent", target.verifySsl, caFile ?? "", policy.allowPublic, ...policy.allowed].join("|");
  try {
    return await callOnce({
      method: call.method ?? "GET",
      url,
      dispatcher: singleton(agent, () => guardedAgent(policy, { verifySsl: target.verifySsl, caFile })),
      policy,
      headers: { accept: "application/json", ...(authorization ? { authorization } : {}) },
      body: call.body,
      headersTimeoutMs: call.timeoutMs ?? TIMEOUT_MS,
      signal: call.signal,
    });
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error;
    const why = redactText(error.message);
    throw new AppError("backend_unreachable", `NetBox ${target.name} could not be reached at ${base}: ${why}.`, {
      cause: error,
      details: { ...error.facts, url: base, path: call.path, why },
    });
  }
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
      `NetBox ${target.name} broke off its answer to ${details.path}: ${why}.`,
      {
        cause,
        details: { ...details, sent: true, why },
      },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
