import { createServer, type Server } from "node:http";

export type HealthFacts = {
  isReady: () => boolean;
  /** What is missing, for the person who asks. */
  missing: () => string[];
};

/** `/healthz` says that the process runs, `/readyz` whether it takes jobs. Listens on loopback unless told otherwise. */
export async function startHealth(port: number, host: string, facts: HealthFacts): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    const isReadiness = path === "/readyz";
    if (path !== "/healthz" && !isReadiness) return void response.writeHead(404).end();
    const ready = !isReadiness || facts.isReady();
    response.writeHead(ready ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(
      JSON.stringify({ status: ready ? "up" : "down", ...(isReadiness ? { missing: facts.missing() } : {}) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return server;
}
