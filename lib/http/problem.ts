import { AppError, type ErrorCode, errorMessage } from "../errors.ts";
import { redactText } from "../redact.ts";

const statuses: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  csrf: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  backend_refused: 502,
  backend_failed: 502,
  backend_protocol: 502,
  backend_unreachable: 503,
};

const titles: Record<ErrorCode, string> = {
  invalid: "Something in the request is not valid",
  unauthenticated: "Sign in first",
  csrf: "Not from a page of this console",
  forbidden: "Not allowed",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  conflict: "Not possible in this state",
  precondition_failed: "Changed by somebody else",
  payload_too_large: "Too large",
  unsupported_media_type: "Unknown content type",
  rate_limited: "Too many requests",
  internal: "Something broke in the console",
  backend_refused: "The backend refused",
  backend_failed: "The backend failed",
  backend_protocol: "The backend answered something unexpected",
  backend_unreachable: "The backend could not be reached",
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  request_id: string;
  errors?: Record<string, string[]>;
};

/** Any thrown value as a problem; what is no AppError becomes an opaque `internal`. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError ? error : new AppError("internal", "The request failed inside the console.");
  return {
    type: `about:blank#${known.code}`,
    title: titles[known.code],
    status: statuses[known.code],
    code: known.code,
    detail:
      known.code === "internal"
        ? "The request failed inside the console; its log holds the details."
        : redactText(errorMessage(known)),
    request_id: requestId,
    ...(known.fields ? { errors: known.fields } : {}),
  };
}

/** The problem as an answer, with the headers its status asks for. */
export function problemResponse(error: unknown, requestId: string): Response {
  const problem = toProblem(error, requestId);
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  });
  if (problem.status === 401) headers.set("www-authenticate", 'Bearer realm="proxbox-console"');
  const details = error instanceof AppError ? error.details : {};
  if (problem.status === 429 && typeof details.retryAfterMs === "number") {
    headers.set("retry-after", String(Math.ceil(details.retryAfterMs / 1000)));
  }
  if (typeof details.allow === "string") headers.set("allow", details.allow);
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
