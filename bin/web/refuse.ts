import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/errors";
import { problemResponse } from "#lib/http/problem";
import type { KnownPath } from "#lib/openapi/find-path";

/** Next throws at these instead of answering. */
const NEVER = new Set(["TRACE", "TRACK", "CONNECT"]);
const ALWAYS = new Set(["HEAD", "OPTIONS"]);

/** The problem of a request that no route would answer as one: a method that is not there, a path that cannot be read. */
export function refusalOf(method: string, pathname: string, known: KnownPath | null): AppError | null {
  if (!isReadable(pathname)) return new AppError("not_found", "There is nothing at this address.");
  const isMissing = known !== null && !known.methods.includes(method) && !ALWAYS.has(method);
  if (!isMissing && !NEVER.has(method)) return null;
  const allow = known?.methods.join(", ") || "GET";
  return new AppError("method_not_allowed", `${method} is not possible here; use ${allow}.`, { details: { allow } });
}

function isReadable(pathname: string): boolean {
  try {
    return !decodeURIComponent(pathname).includes("\0");
  } catch {
    return false;
  }
}

/** Answers with the problem; what the client still sends is read and dropped. */
export async function sendProblem(request: IncomingMessage, response: ServerResponse, error: AppError): Promise<void> {
  const answer = problemResponse(error, crypto.randomUUID());
  request.resume();
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(request.method === "HEAD" ? undefined : await answer.text());
}
