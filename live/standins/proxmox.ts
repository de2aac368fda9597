import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";
import { proxmoxPaths } from "./proxmox-data.ts";

export type ProxmoxOptions = { cluster?: string; nodes?: number; guests?: number; host?: string };

/** A Proxmox VE API over HTTPS with a certificate of its own making. Any login is right but the password "wrong". */
export async function startProxmox(options: ProxmoxOptions = {}) {
  let paths = proxmoxPaths(options.cluster ?? "lab", options.nodes ?? 2, options.guests ?? 3);
  let delayMs = 0;
  const pem = await generate([{ name: "commonName", value: "proxmox-stand-in" }], { keySize: 2048 });
  const server = createServer({ key: pem.private, cert: pem.cert }, async (request, response) => {
    const body = await text(request);
    setTimeout(() => answer(paths, { request, body }, response), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, options.host ?? "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    resize: (nodes: number, guests: number) => {
      paths = proxmoxPaths(options.cluster ?? "lab", nodes, guests);
    },
    slowDown: (ms: number) => {
      delayMs = ms;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

type Asked = { request: IncomingMessage; body: string };

function answer(paths: ReadonlyMap<string, unknown>, asked: Asked, response: ServerResponse): void {
  const { request, body } = asked;
  const url = new URL(request.url ?? "/", "https://proxmox.test");
  const path = url.pathname.replace(/^\/api2\/json\/?/, "").replace(/\/$/, "");
  const reply = replyTo(paths, { path, url, request, body });
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(JSON.stringify({ data: reply.data }));
}

/** As a form, which clients send, or as JSON. */
const WRONG = /(^|&)password=wrong(&|$)|"password":\s*"wrong"/;

type Reply = { status: number; data: unknown };

function replyTo(
  paths: ReadonlyMap<string, unknown>,
  { path, url, request, body }: Asked & { path: string; url: URL },
): Reply {
  if (path === "access/ticket") {
    if (WRONG.test(body)) return reply(401, null);
    return reply(200, { ticket: "PVE:stand-in::ticket", CSRFPreventionToken: "token", username: "root@pam" });
  }
  if (!request.headers.authorization && !request.headers.cookie) return reply(401, null);
  if (request.method !== "GET") return reply(501, null);
  if (!paths.has(path)) return reply(path.includes("/") ? 500 : 501, null);
  return reply(200, filtered(path, paths.get(path), url.searchParams));
}

/** The few filters that clients of these paths rely on. */
function filtered(path: string, data: unknown, query: URLSearchParams): unknown {
  if (!Array.isArray(data)) return data;
  const rows = data as Record<string, unknown>[]; // safe because lists of the stand-in hold objects
  const same = (row: Record<string, unknown>, field: string, name: string) =>
    query.get(name) === null || String(row[field]) === query.get(name);
  if (path === "cluster/resources") {
    const type = query.get("type");
    return rows.filter((row) => !type || row.type === type || (type === "vm" && "vmid" in row));
  }
  if (path.endsWith("/content"))
    return rows.filter((row) => same(row, "content", "content") && same(row, "vmid", "vmid"));
  if (!path.endsWith("/tasks")) return rows;
  const start = Number(query.get("start") ?? 0);
  return rows.filter((row) => same(row, "id", "vmid")).slice(start, start + Number(query.get("limit") ?? 50));
}

const reply = (status: number, data: unknown): Reply => ({ status, data });
