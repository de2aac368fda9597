import { randomUUID } from "node:crypto";
import { keyring } from "../crypto/keyring.ts";
import { AppError } from "../errors.ts";
import { type Body, readBody } from "../http/body.ts";
import { deviceCookieName, serializeCookie, sessionCookieName } from "../http/cookies.ts";
import { assertSameOrigin } from "../http/csrf.ts";
import { formDone, formRefused } from "../http/form-state.ts";
import { problemResponse, toProblem } from "../http/problem.ts";
import { problemPage } from "../http/problem-page.ts";
import { isForm, localPath, type RequestFacts, requestFacts, wantsHtml } from "../http/request-facts.ts";
import { type Runtime, runtime } from "../runtime.ts";
import { issueDevice } from "./device.ts";
import { ABSOLUTE_MS } from "./session.ts";

export type OpenFormInput = { values: Record<string, unknown>; request: Request; facts: RequestFacts; open: Runtime };

/** The session that was opened, and the name of its user, whose browser is known from now on. */
export type Opened = { token: string; username: string };

/** How these forms are refused, beside the way back to the form; for the document of the interface. */
export const FORM_REFUSALS = [400, 401, 403, 409, 413, 415, 429] as const;

const DEVICE_MAX_AGE_S = 365 * 24 * 3600;

/**
 * The door of the few forms that strangers may send: origin checked, body limited, refusals back to the form. `page` is
 * the path of the form, which the proxy has replaced in the request; `work` opens the session.
 */
export async function sessionForm(
  request: Request,
  page: string,
  work: (input: OpenFormInput) => Promise<Opened>,
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? randomUUID();
  const open = runtime();
  const facts = requestFacts(request.headers, open.env.CONSOLE_PUBLIC_URL);
  let body: Body = { kind: "none", values: {} };
  try {
    assertSameOrigin(request.headers, facts.origin);
    body = await readBody(request);
    const values = body.values as Record<string, unknown>; // safe because both kinds of body give an object or fail below
    const { token, username } = await work({ values, request, facts, open });
    const done = formDone(localPath(body.next ?? text(values.next)), facts);
    done.headers.append("set-cookie", sessionCookie(token, facts));
    done.headers.append("set-cookie", deviceCookie(username, facts));
    return done;
  } catch (error) {
    if (!(error instanceof AppError)) open.log.error({ err: error, requestId }, "sign-in failed inside the console");
    // A locked-out or foreign request is told so by its status; a wrong entry goes back to its form.
    const isEntry =
      error instanceof AppError &&
      (error.code === "invalid" || error.code === "unauthenticated" || error.code === "conflict");
    if (isForm(request.headers) && isEntry)
      return formRefused(error, { request, action: page, facts, values: body.values, requestId });
    const answer = problemResponse(error, requestId);
    if (!wantsHtml(request.headers)) return answer;
    return problemPage(answer, toProblem(error, requestId), page);
  }
}

export function deviceCookie(username: string, facts: RequestFacts): string {
  const options = { maxAgeS: DEVICE_MAX_AGE_S, isSecure: facts.isSecure };
  return serializeCookie(deviceCookieName(facts.isSecure), issueDevice(keyring(), username), options);
}

export function sessionCookie(token: string, facts: RequestFacts): string {
  const options = { maxAgeS: token === "" ? 0 : ABSOLUTE_MS / 1000, isSecure: facts.isSecure };
  return serializeCookie(sessionCookieName(facts.isSecure), token, options);
}

export const text = (value: unknown): string => (typeof value === "string" ? value : "");
