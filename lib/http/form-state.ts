import { isAppError } from "../errors.ts";
import { isSecretKey } from "../redact.ts";
import { FORM_COOKIE, serializeCookie } from "./cookies.ts";
import { toProblem } from "./problem.ts";
import { localPath, type RequestFacts } from "./request-facts.ts";

/** Cookies are limited to 4 KB; kept values that do not fit are dropped, the messages are not. */
const MAX_VALUES_CHARS = 2_600;
const KEEP_S = 60;

/** 303 to where a native form goes; clears what was kept of a refused one before. */
export function formDone(location: string, facts: RequestFacts): Response {
  return seeOther(location, serializeCookie(FORM_COOKIE, "", { maxAgeS: 0, isSecure: facts.isSecure }));
}

/** 303 back to the form that posts to `action`, with the message at its field and the values kept, secrets never. */
export function formRefused(
  error: unknown,
  input: { request: Request; action: string; facts: RequestFacts; values: unknown; requestId: string },
): Response {
  const { request, action, facts, requestId } = input;
  const problem = toProblem(error, requestId);
  const values = keptValues(input.values);
  const base = { action, message: problem.detail, errors: (isAppError(error) && error.fields) || {} };
  const state = JSON.stringify(values).length > MAX_VALUES_CHARS ? base : { ...base, values };
  return seeOther(formPage(request.headers), formCookie(state, facts));
}

/** 303 to the page of a form with a message that no form of it was the cause of. */
export function refusedAt(page: string, message: string, facts: RequestFacts): Response {
  return seeOther(page, formCookie({ action: new URL(page, "http://localhost").pathname, message }, facts));
}

function formCookie(state: object, { isSecure }: RequestFacts): string {
  const text = Buffer.from(JSON.stringify(state)).toString("base64url");
  return serializeCookie(FORM_COOKIE, text, { maxAgeS: KEEP_S, isSecure });
}

function seeOther(location: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: { location, "set-cookie": cookie, "cache-control": "no-store" } });
}

function formPage(headers: Headers): string {
  const referer = headers.get("referer");
  if (!referer || !URL.canParse(referer)) return "/";
  const url = new URL(referer);
  return localPath(`${url.pathname}${url.search}`);
}

const SECRET_INPUTS = /^(password|token|token_value|token_key|secret|code)$/;

function keptValues(values: unknown): Record<string, string | string[]> {
  if (typeof values !== "object" || values === null) return {};
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(values)) {
    if (SECRET_INPUTS.test(name) || isSecretKey(name)) continue;
    if (typeof value === "string") kept[name] = value;
    else if (Array.isArray(value)) kept[name] = value.map(String);
    else if (typeof value === "object" && value !== null) {
      for (const [inner, text] of Object.entries(value)) kept[`${name}.${inner}`] = String(text);
    }
  }
  return kept;
}
