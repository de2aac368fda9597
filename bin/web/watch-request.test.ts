import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { processMetrics } from "#lib/metrics/process";
import { watchRequest } from "./watch-request.ts";

it("counts an answer by the route of the document, and logs it with its request id", async () => {
  const lines: Record<string, unknown>[] = [];
  const log = { debug: (line: object) => lines.push({ ...line }), warn: (line: object) => lines.push({ ...line }) };
  const answer = (url: string, statusCode: number, known: { path: string; methods: string[] } | null) => {
    // safe because only these parts are read
    const request = { method: "GET", url } as IncomingMessage;
    const response = Object.assign(new EventEmitter(), {
      statusCode,
      getHeader: () => "id-1",
    }) as unknown as ServerResponse;
    watchRequest({ request, response, known }, log as never);
    response.emit("close");
  };
  answer("/api/jobs/17", 200, { path: "/api/jobs/{id}", methods: ["GET"] });
  answer("/api/jobs/18", 500, { path: "/api/jobs/{id}", methods: ["GET"] });
  answer("/made-up-by-a-client", 404, null);
  const text = await processMetrics();
  expect(text).toContain('proxbox_http_requests_total{method="GET",route="/api/jobs/{id}",status="200"} 1');
  expect(text).toContain('proxbox_http_requests_total{method="GET",route="/api/jobs/{id}",status="500"} 1');
  expect(text).toContain('route="page",status="404"} 1');
  expect(text).not.toContain("made-up");
  expect(lines[1]).toMatchObject({ requestId: "id-1", method: "GET", route: "/api/jobs/{id}", status: 500 });
});
