import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "#lib/log";
import { countRequest } from "#lib/metrics/process";
import type { KnownPath } from "#lib/openapi/find-path";

/** Counts an answer by its route once it is over, and writes it to the log with the id that the client was given. */
export function watchRequest(
  input: { request: IncomingMessage; response: ServerResponse; known: KnownPath | null },
  log: Pick<Logger, "debug" | "warn">,
): void {
  const { request, response, known } = input;
  const startedMs = performance.now();
  const method = request.method ?? "GET";
  response.once("close", () => {
    const seconds = (performance.now() - startedMs) / 1000;
    const status = response.statusCode;
    const route = known?.path ?? (/^\/_next\//.test(request.url ?? "") ? "asset" : "page");
    countRequest({ method, route, status, seconds });
    const line = {
      requestId: response.getHeader("x-request-id"),
      method,
      route,
      status,
      ms: Math.round(seconds * 1000),
    };
    if (status >= 500) log.warn(line, "request failed");
    else log.debug(line, "request");
  });
}
