import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { refuseKey } from "./auth.ts";
import type { Reply } from "./router.ts";
import type { Sim } from "./sim.ts";
import { runSocketCommand } from "./socket-commands.ts";

const COUNTING_MS = 2_000;
const BAD_KEY = 4_001;
const PATHS = ["/", "/ws", "/ws/virtual-machines"];

/** The backend's WebSockets: the key comes as the first message; the newer release refuses the commands by default. */
export function attachWebSockets(server: Server, sim: Sim): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const query = Object.fromEntries(url.searchParams);
    const seen = sim.recorder.open({ side: "backend", method: "WEBSOCKET", path, query, headers });
    stream.once("close", () => sim.recorder.close(seen, false));
    const isLegacy = sim.settings.version === "0.0.19.post5" || sim.settings.executionMode === "legacy";
    if (!PATHS.includes(path) || (path !== "/" && !isLegacy)) {
      seen.status = 403;
      stream.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    seen.status = 101;
    sockets.handleUpgrade(request, stream, head, (socket) => greet(socket, sim, url));
  });
}

function greet(socket: WebSocket, sim: Sim, url: URL): void {
  socket.on("error", () => socket.terminate());
  socket.once("message", (data) => {
    const refused = refuseKey(sim, apiKeyOf(String(data)));
    if (refused) return socket.close(BAD_KEY, reasonOf(refused));
    if (url.pathname === "/") return count(socket);
    socket.send("Connected!");
    if (url.pathname === "/ws/virtual-machines")
      return void runSocketCommand(socket, sim, url.searchParams, "Sync Virtual Machines");
    socket.send("Connected 2!");
    let queue = Promise.resolve();
    socket.on("message", (text) => {
      queue = queue.then(() => runSocketCommand(socket, sim, url.searchParams, String(text)));
    });
  });
}

function apiKeyOf(text: string): string | undefined {
  try {
    const key = (JSON.parse(text) as { api_key?: unknown } | null)?.api_key;
    return typeof key === "string" ? key : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(reply: Reply): string {
  return "json" in reply ? String((reply.json as { detail: unknown }).detail) : "refused";
}

function count(socket: WebSocket): void {
  let at = 0;
  const timer = setInterval(() => {
    at += 1;
    socket.send(`Message: ${at}`);
  }, COUNTING_MS);
  socket.once("close", () => clearInterval(timer));
}
