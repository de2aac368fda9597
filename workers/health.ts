import { createServer, type Server, type ServerResponse } from "node:http";
import { mayReadMetrics } from "#lib/metrics/admit";
import { processMetrics } from "#lib/metrics/process";
import type { Readiness } from "./readiness.ts";

export type HealthFacts = Pick<Readiness, "missing"> & {
  /** Who holds it reads `/metrics`; without one there are none. */
  metricsToken?: string;
};

/**
 * `/healthz` says that the process runs, `/readyz` whether it takes jobs, and what is missing, `/metrics` what it
 * counts. Listens on loopback unless told otherwise.
 */
export async function startHealth(port: number, host: string, facts: HealthFacts): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    if (path === "/healthz") return sendState(response, []);
    if (path === "/readyz") return sendState(response, facts.missing(), true);
    const mayRead = mayReadMetrics(request.headers.authorization, facts.metricsToken);
    if (path === "/metrics" && facts.metricsToken) return void sendMetrics(response, mayRead);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function sendState(response: ServerResponse, missing: string[], isReadiness = false): void {
  const ready = missing.length === 0;
  response.writeHead(ready ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify({ status: ready ? "up" : "down", ...(isReadiness ? { missing } : {}) }));
}

async function sendMetrics(response: ServerResponse, mayRead: boolean): Promise<void> {
  if (!mayRead) return void response.writeHead(401, { "www-authenticate": "Bearer" }).end();
  const text = await processMetrics();
  response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" });
  response.end(text);
}
