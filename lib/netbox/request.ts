import { request } from "undici";
import type { z } from "zod";
import { endpointPolicies } from "../endpoints/policies.ts";
import { AppError, errorMessage } from "../errors.ts";
import { assertUrlAllowed, guardedAgent } from "../net/connect.ts";
import { redactText } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { deadline } from "../time.ts";
import { type NetboxTarget, netboxAuthorization, netboxUrls } from "./target.ts";

const TIMEOUT_MS = 15_000;
const MAX_PROBLEM_CHARS = 300;

export type NetboxCall<T> = {
  method?: "GET" | "POST" | "PATCH";
  /** Below the root, with its slash: `/api/status/`. */
  path: string;
  query?: Record<string, string | number>;
  body?: unknown;
  schema: z.ZodType<T>;
  signal?: AbortSignal;
};

/** One call to NetBox's own API, with the endpoint's token; candidates in order, redirects refused. */
export async function netboxRequest<T>(target: NetboxTarget, call: NetboxCall<T>): Promise<T> {
  let last: unknown;
  for (const base of netboxUrls(target)) {
    try {
      return await requestAt(target, base, call);
    } catch (error) {
      if (call.signal?.aborted) throw call.signal.reason;
      if (error instanceof AppError && error.code !== "backend_unreachable") throw error;
      last = error;
    }
  }
  throw last ?? new AppError("backend_unreachable", `${target.name} has neither a domain nor an IP address.`);
}

async function requestAt<T>(target: NetboxTarget, base: string, call: NetboxCall<T>): Promise<T> {
  const policy = endpointPolicies().netbox;
  const url = new URL(call.path, base);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, String(value));
  const authorization = netboxAuthorization(target);
  const signal = deadline(TIMEOUT_MS, call.signal);
  let status: number;
  let text: string;
  try {
    assertUrlAllowed(url, policy);
    const answer = await request(url, {
      method: call.method ?? "GET",
      dispatcher: agentFor(target.verifySsl),
      headers: {
        accept: "application/json",
        "user-agent": "proxbox-console",
        ...(authorization ? { authorization } : {}),
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal,
    });
    status = answer.statusCode;
    text = await answer.body.text();
  } catch (cause) {
    throw new AppError(
      "backend_unreachable",
      `NetBox could not be reached at ${base}: ${redactText(errorMessage(cause))}.`,
      {
        cause,
        details: { url: base },
      },
    );
  }
  return readAnswer(call, { status, text, base });
}

function readAnswer<T>(call: NetboxCall<T>, answer: { status: number; text: string; base: string }): T {
  const details = { status: answer.status, url: answer.base, path: call.path };
  if (answer.status >= 300) {
    const code = answer.status >= 500 ? "backend_failed" : "backend_refused";
    throw new AppError(code, `NetBox answered ${call.path} with HTTP ${answer.status}: ${problem(answer.text)}`, {
      details,
    });
  }
  const parsed = call.schema.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  throw new AppError("backend_protocol", `What answers at ${answer.base}${call.path} does not look like NetBox.`, {
    details,
  });
}

function problem(text: string): string {
  const body = parseJson(text);
  const detail = body && typeof body === "object" && "detail" in body ? String(body.detail) : text;
  return redactText(detail.trim().slice(0, MAX_PROBLEM_CHARS)) || "no reason given";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function agentFor(verifySsl: boolean) {
  const policies = endpointPolicies();
  const name = ["netbox.agent", verifySsl, policies.caFile ?? "", ...policies.netbox.allowed].join("|");
  return singleton(name, () => guardedAgent(policies.netbox, { verifySsl, caFile: policies.caFile }));
}
