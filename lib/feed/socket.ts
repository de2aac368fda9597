import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { readActor } from "../auth/actor.ts";
import { can } from "../auth/permissions.ts";
import { requestFacts } from "../http/request-facts.ts";
import { runtime } from "../runtime.ts";
import { webFeed } from "./web-feed.ts";

/** A half-open connection shows only when used. */
const PING_MS = 20_000;
const RECHECK_MS = 55_000;

/** The browser's own WebSocket: the hints of `/api/events` as `{"event","data"}` texts, under the same session. */
export function openFeedSocket(): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void> {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  return async (request, socket, head) => {
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    );
    const refusal = await refuse(headers);
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      const unsubscribe = webFeed().subscribe((event) => client.send(JSON.stringify(event)));
      const ping = setInterval(() => client.ping(), PING_MS);
      const recheck = setInterval(async () => {
        if (await refuse(headers).catch(() => null)) client.close(4001, "the session is over");
      }, RECHECK_MS);
      client.on("error", () => client.terminate());
      client.on("close", () => {
        unsubscribe();
        clearInterval(ping);
        clearInterval(recheck);
      });
    });
  };
}

/** Browsers send cookies with a WebSocket from any page: the origin must be ours. */
async function refuse(headers: Headers): Promise<string | null> {
  const open = runtime();
  const facts = requestFacts(headers, open.env.CONSOLE_PUBLIC_URL);
  const origin = headers.get("origin");
  if (origin !== null && origin !== facts.origin) return "403 Forbidden";
  const actor = await readActor(open.db, headers, facts);
  return can(actor, "events:read") ? null : "401 Unauthorized";
}
