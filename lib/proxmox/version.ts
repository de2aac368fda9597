/**
 * Proxmox VE asked by this console itself: newer backends hide why Proxmox refused them, so the probe must find it
 * out. It only ever signs in and reads the release.
 */
import { z } from "zod";
import { hashToken } from "../crypto/token.ts";
import { endpointPolicies } from "../endpoints/policies.ts";
import { AppError, isAppError } from "../errors.ts";
import { callOnce, NetworkFailure } from "../net/call.ts";
import { baseUrls } from "../net/candidates.ts";
import { guardedAgent } from "../net/connect.ts";
import { readProblemText, readText } from "../net/read-text.ts";
import { redactText, rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";

export type ProxmoxTarget = {
  name: string;
  domain: string | null;
  ipAddress: string | null;
  port: number;
  verifySsl: boolean;
  username: string;
  password: string | null;
  tokenName: string | null;
  tokenValue: string | null;
};

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Proxmox takes a ticket for two hours. */
const TICKET_FOR_MS = 3_600_000;

const Version = z.looseObject({ data: z.looseObject({ version: z.string() }) });
const Ticket = z.looseObject({
  data: z.looseObject({ ticket: z.string(), NeedTFA: z.union([z.number(), z.boolean()]).nullish() }),
});

export const proxmoxUrls = (target: Pick<ProxmoxTarget, "domain" | "ipAddress" | "port">): string[] =>
  baseUrls("https", [target.domain, target.ipAddress], target.port);

/**
 * Signs in and reads the release: the domain first, the IP address only when nothing answered there. Throws an
 * AppError with the status, if there was one, in `details`.
 */
export async function readProxmoxVersion(
  target: ProxmoxTarget,
  signal?: AbortSignal,
): Promise<{ version: string; via: "primary" | "fallback" }> {
  let failed: unknown = new AppError("backend_unreachable", `${target.name} has no usable domain or IP address.`);
  for (const [index, base] of proxmoxUrls(target).entries()) {
    try {
      const version = await versionAt({ target, base, signal });
      return { version, via: index === 0 ? "primary" : "fallback" };
    } catch (error) {
      if (signal?.aborted || !isAppError(error, "backend_unreachable")) throw error;
      failed = error;
    }
  }
  throw failed;
}

async function versionAt(place: Place): Promise<string> {
  const headers = await credentials(place);
  try {
    const answer = await ask(place, { method: "GET", path: "/api2/json/version", headers, schema: Version });
    return answer.data.version;
  } catch (error) {
    tickets().delete(ticketName(place));
    throw error;
  }
}

type Place = { target: ProxmoxTarget; base: string; signal?: AbortSignal };

const tickets = () => singleton("proxmox.tickets", () => new Map<string, { ticket: string; untilMs: number }>());
const ticketName = ({ target, base }: Place): string =>
  hashToken([base, target.username, target.password ?? "", target.verifySsl].join("\n"));

async function credentials(place: Place): Promise<Record<string, string>> {
  const { username, tokenName, tokenValue, password } = place.target;
  if (tokenName && tokenValue) return { authorization: `PVEAPIToken=${username}!${tokenName}=${tokenValue}` };
  const name = ticketName(place);
  const known = tickets().get(name);
  if (known && known.untilMs > Date.now()) return cookie(known.ticket);
  const form = { username, password: password ?? "" };
  const { data } = await ask(place, { method: "POST", path: "/api2/json/access/ticket", form, schema: Ticket });
  rememberSecret(data.ticket);
  if (data.NeedTFA) {
    const why = "this user needs a second factor; use an API token";
    throw new AppError("backend_refused", `${place.target.name} did not sign us in: ${why}.`, {
      details: { status: 401, path: "/api2/json/access/ticket" },
    });
  }
  tickets().set(name, { ticket: data.ticket, untilMs: Date.now() + TICKET_FOR_MS });
  return cookie(data.ticket);
}

const cookie = (ticket: string) => ({ cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}` });

type Ask<T> = {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  form?: Record<string, string>;
  schema: z.ZodType<T>;
};

async function ask<T>({ target, base, signal }: Place, call: Ask<T>): Promise<T> {
  const { proxmox: policy, caFile } = endpointPolicies();
  const name = ["proxmox.agent", target.verifySsl, caFile ?? "", policy.allowPublic, ...policy.allowed].join("|");
  const dispatcher = singleton(name, () => guardedAgent(policy, { verifySsl: target.verifySsl, caFile }));
  const place = { url: base, path: call.path };
  try {
    const answer = await callOnce({
      method: call.method,
      url: new URL(call.path, base),
      headers: { ...call.headers, accept: "application/json" },
      form: call.form,
      dispatcher,
      policy,
      headersTimeoutMs: TIMEOUT_MS,
      signal,
    });
    if (answer.statusCode >= 300) throw await refusal(target, answer, place);
    const text = await readText(answer.body, { maxBytes: MAX_ANSWER_BYTES, timeoutMs: TIMEOUT_MS });
    return call.schema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof AppError || signal?.aborted) throw error;
    if (error instanceof NetworkFailure) {
      const why = redactText(error.message);
      const details = { ...error.facts, ...place, why };
      throw new AppError("backend_unreachable", `${target.name} could not be reached at ${base}: ${why}.`, {
        cause: error,
        details,
      });
    }
    throw new AppError("backend_protocol", `What answers at ${base} does not look like Proxmox VE.`, {
      cause: error,
      details: { ...place, status: 200 },
    });
  }
}

async function refusal(
  target: ProxmoxTarget,
  answer: Awaited<ReturnType<typeof callOnce>>,
  place: { url: string; path: string },
): Promise<AppError> {
  const status = answer.statusCode;
  const text = redactText((await readProblemText(answer.body)).slice(0, 200)).trim();
  const details = { ...place, status };
  if (status === 401 || status === 403) {
    const what = target.tokenName ? "user name, token name and token value" : "user name (with its realm) and password";
    return new AppError("backend_refused", `${target.name} did not sign us in (HTTP ${status}). Check ${what}.`, {
      details,
    });
  }
  const code = status >= 500 ? "backend_failed" : status >= 400 ? "backend_refused" : "backend_protocol";
  const why = text.startsWith("<") || text === "" ? "" : `: ${text}`;
  return new AppError(code, `${target.name} answered ${place.path} with HTTP ${status}${why}.`, { details });
}
