import { randomUUID } from "node:crypto";
import { AppError } from "../errors.ts";
import { type Body, readBody } from "../http/body.ts";
import { serializeCookie, sessionCookieName } from "../http/cookies.ts";
import { assertSameOrigin } from "../http/csrf.ts";
import { formDone, formRefused } from "../http/form-state.ts";
import { problemResponse } from "../http/problem.ts";
import { isForm, localPath, type RequestFacts, requestFacts } from "../http/request-facts.ts";
import { type Runtime, runtime } from "../runtime.ts";
import { ABSOLUTE_MS } from "./session.ts";

export type OpenFormInput = { values: Record<string, unknown>; request: Request; facts: RequestFacts; open: Runtime };

/**
 * The door of the few forms that strangers may send: origin checked, body limited, refusals back to the form. `work`
 * returns the token of the session that it opened.
 */
export async function sessionForm(
  request: Request,
  work: (input: OpenFormInput) => Promise<string>,
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? randomUUID();
  const open = runtime();
  const facts = requestFacts(request.headers, open.env.CONSOLE_PUBLIC_URL);
  let body: Body = { kind: "none", values: {} };
  try {
    assertSameOrigin(request.headers, facts.origin);
    body = await readBody(request);
    const values = body.values as Record<string, unknown>; // safe because both kinds of body give an object or fail below
    const token = await work({ values, request, facts, open });
    const done = formDone(localPath(body.next ?? text(values.next)), facts);
    done.headers.append("set-cookie", sessionCookie(token, facts));
    return done;
  } catch (error) {
    if (!(error instanceof AppError)) open.log.error({ err: error, requestId }, "sign-in failed inside the console");
    // A locked-out or foreign request is told so by its status; a wrong entry goes back to its form.
    const isEntry =
      error instanceof AppError &&
      (error.code === "invalid" || error.code === "unauthenticated" || error.code === "conflict");
    if (isForm(request.headers) && isEntry)
      return formRefused(error, { request, facts, values: body.values, requestId });
    return problemResponse(error, requestId);
  }
}

export function sessionCookie(token: string, facts: RequestFacts): string {
  const options = { maxAgeS: token === "" ? 0 : ABSOLUTE_MS / 1000, isSecure: facts.isSecure };
  return serializeCookie(sessionCookieName(facts.isSecure), token, options);
}

export const text = (value: unknown): string => (typeof value === "string" ? value : "");
