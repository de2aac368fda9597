import { createServer, type IncomingMessage } from "node:http";
import { dirname } from "node:path";
import type { Duplex } from "node:stream";
import { assertCurrentSchema } from "#db/migrate";
import { type Env, env } from "#lib/env";
import { openFeedSocket } from "#lib/feed/socket";
import { withPageStatus } from "#lib/http/page-status";
import { watchForwardedPeers } from "#lib/net/forwarded-peers";
import { pathFinder } from "#lib/openapi/find-path";
import { closeRuntime, runtime } from "#lib/runtime";
import { assertKeysFit } from "#lib/secrets/check-keys";
import { tellWithoutWorker } from "#lib/webhooks/stand-in";
import document from "../../docs/openapi.json" with { type: "json" };
import { overwriteForwarded, parseRanges } from "./forwarded.ts";
import { prepareNext } from "./next-handler.ts";
import { refusalOf, sendProblem } from "./refuse.ts";
import { type Connections, trackConnections } from "./shutdown.ts";
import { watchRequest } from "./watch-request.ts";

const WEBSOCKET_PATH = "/plugins/proxbox/ws";
const FORCED_EXIT_MS = 9_000;
const STAND_IN_EVERY_MS = 60_000;
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  // Longer than the idle time of common proxies, so that they and not we end an idle connection.
  keepAliveTimeout: 65_000,
};

/** The web process: pages, the HTTP interface, and the WebSocket's upgrade. `--dev` serves the development build. */
export async function runWeb(): Promise<void> {
  const environment = env();
  const dev = process.argv.includes("--dev");
  const app = await prepareNext({
    root: dirname(dirname(import.meta.dirname)),
    hostname: environment.HOST,
    port: environment.PORT,
    dev,
  });
  await assertCurrentSchema(environment.DATABASE_URL);
  const { log, db } = runtime();
  await assertKeysFit(db);

  const findPath = pathFinder(document);
  const feedSocket = openFeedSocket();
  watchForwardedPeers();
  const trusted = parseRanges(environment.TRUSTED_PROXIES);
  const server = createServer(limits, (request, response) => {
    overwriteForwarded(request, trusted);
    connections.track(response);
    const pathname = request.url?.split("?", 1)[0] ?? "/";
    const known = findPath(pathname);
    watchRequest({ request, response, known }, log);
    const refusal = refusalOf(request.method ?? "GET", pathname, known);
    if (refusal) return void sendProblem(request, response, refusal);
    withPageStatus(response, () => app.handle(request, response)).catch((error: unknown) => {
      log.error({ err: error }, "request failed");
      response.destroy();
    });
  });
  server.maxHeadersCount = 100;
  const connections = trackConnections(server);
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // In development Next's own socket, which reloads pages, arrives here as well.
    if (dev && request.url?.startsWith("/_next/")) return;
    overwriteForwarded(request, trusted);
    connections.trackUpgraded(socket);
    // Not parsed as a URL: "//" is none, and anybody may send it.
    const path = request.url?.split("?", 1)[0]?.replace(/\/$/, "");
    if (path !== WEBSOCKET_PATH) return refuseUpgrade(socket);
    feedSocket(request, socket, head).catch((error: unknown) => {
      log.warn({ err: error }, "the WebSocket could not be opened");
      socket.destroy();
    });
  });
  await listen(server, environment);

  const standIn = setInterval(() => {
    tellWithoutWorker(db).catch((error: unknown) => log.warn({ err: error }, "webhooks could not be told"));
  }, STAND_IN_EVERY_MS);
  standIn.unref();
  stopOnSignal(connections, app.close);
  log.info({ host: environment.HOST, port: environment.PORT }, "web is ready");
  process.send?.({ ready: true });
}

function refuseUpgrade(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

function listen(server: ReturnType<typeof createServer>, environment: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `${environment.HOST}:${environment.PORT} is in use; set PORT to a free one.`;
      reject(error.code === "EADDRINUSE" ? new Error(taken) : error);
    });
    server.listen(environment.PORT, environment.HOST, resolve);
  });
}

function stopOnSignal(connections: Connections, closeApp: () => Promise<void>): void {
  const { log } = runtime();
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(0), FORCED_EXIT_MS).unref();
    try {
      await connections.close();
      await closeApp();
      await closeRuntime();
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, "stopping failed");
      process.exit(1);
    }
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}
