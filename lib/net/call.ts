import { type Dispatcher, request } from "undici";
import type { NetworkPolicy } from "./addresses.ts";
import { assertUrlAllowed, CONNECT_TIMEOUT_MS } from "./connect.ts";
import { explainNetworkError } from "./explain.ts";

export type NetCall = {
  method: "GET" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  /** Sent as JSON … */
  body?: unknown;
  /** … or as a form. */
  form?: Record<string, string>;
  dispatcher: Dispatcher;
  policy: NetworkPolicy;
  /** Until the headers are there. */
  headersTimeoutMs: number;
  signal?: AbortSignal;
};

export type NetAnswer = Dispatcher.ResponseData & { elapsedMs: number };

export type NetFacts = {
  /** The code of the network error, e.g. `ECONNREFUSED`; empty when there is none. */
  networkCode: string;
  timedOut: boolean;
  /** False when the request certainly never reached anybody. */
  sent: boolean;
  elapsedMs: number;
  limitMs: number | undefined;
};

/** No answer came. The message says why in words. */
export class NetworkFailure extends Error {
  override name = "NetworkFailure";
  readonly facts: NetFacts;

  constructor(message: string, facts: NetFacts, cause: unknown) {
    super(message, { cause });
    this.facts = facts;
  }
}

/**
 * One request to one allowed URL, redirects not followed, nothing repeated. Resolves with any status; the body is
 * still to be read and stays bound to `signal`. Throws the signal's reason, or `NetworkFailure`.
 */
export async function callOnce(call: NetCall): Promise<NetAnswer> {
  const { url, signal, headersTimeoutMs } = call;
  const startedMs = performance.now();
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), headersTimeoutMs);
  const sent = bodyOf(call);
  try {
    assertUrlAllowed(url, call.policy);
    const answer = await request(url, {
      method: call.method,
      dispatcher: call.dispatcher,
      headers: {
        ...call.headers,
        "user-agent": "proxbox-console",
        ...(sent ? { "content-type": sent.type } : {}),
      },
      body: sent?.text,
      signal: signal ? AbortSignal.any([giveUp.signal, signal]) : giveUp.signal,
    });
    return { ...answer, elapsedMs: Math.round(performance.now() - startedMs) };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw failureOf(call, cause, {
      elapsedMs: Math.round(performance.now() - startedMs),
      timedOut: giveUp.signal.aborted,
    });
  } finally {
    clearTimeout(timer);
  }
}

const NEVER_SENT =
  /ENOTFOUND|EAI_|ECONNREFUSED|EHOST|ENET|EADDR|EPROTO|UND_ERR_CONNECT|CERT|SSL|TLS|UNABLE_TO_|HOSTNAME_MISMATCH|CRL/;

function failureOf(call: NetCall, cause: unknown, at: { elapsedMs: number; timedOut: boolean }): NetworkFailure {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const isConnectLimit = code === "UND_ERR_CONNECT_TIMEOUT";
  const reason = at.timedOut
    ? `no answer to ${call.method} ${call.url.pathname} within ${call.headersTimeoutMs / 1000} s`
    : explainNetworkError(code, cause);
  const limitMs = at.timedOut ? call.headersTimeoutMs : isConnectLimit ? CONNECT_TIMEOUT_MS : undefined;
  const sent = at.timedOut || !NEVER_SENT.test(code);
  return new NetworkFailure(
    reason,
    { networkCode: code, timedOut: at.timedOut || isConnectLimit, sent, elapsedMs: at.elapsedMs, limitMs },
    cause,
  );
}

function bodyOf(call: NetCall): { type: string; text: string } | null {
  if (call.form) return { type: "application/x-www-form-urlencoded", text: new URLSearchParams(call.form).toString() };
  return call.body === undefined ? null : { type: "application/json", text: JSON.stringify(call.body) };
}
