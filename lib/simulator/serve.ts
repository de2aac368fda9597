import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { FaultAct, StreamShape } from "./fault-rules.ts";
import { plainJson } from "./python-json.ts";
import type { SeenRequest, Side } from "./recorder.ts";
import type { Call, Reply } from "./router.ts";
import type { Sim } from "./sim.ts";
import { writeStream } from "./write-stream.ts";

/** The stages' working times, stretched so that a full sync of the demo takes a good minute. */
const HUMAN = 1.7;

export type Answer = (call: Call) => Reply | Promise<Reply>;

/** Handles one request of one of the three servers: records it, lets faults act, answers. */
export function requestListener(sim: Sim, side: Side, answer: Answer): RequestListener {
  return (request, response) => {
    handle(sim, { side, answer, request, response }).catch((error: unknown) => {
      sim.log({ level: "ERROR", message: `simulator: ${error instanceof Error ? error.stack : String(error)}` });
      response.destroy();
    });
  };
}

type Exchange = { side: Side; answer: Answer; request: IncomingMessage; response: ServerResponse };

async function handle(sim: Sim, { side, answer, request, response }: Exchange): Promise<void> {
  const call = openCall(request);
  const { method, path, headers } = call;
  const seen = sim.recorder.open({ side, method, path, query: Object.fromEntries(call.query), headers });
  response.once("close", () => sim.recorder.close(seen, !response.writableFinished));
  call.text = await readBody(request);
  call.json = parseJson(call.text);
  seen.body = call.text;
  const acts = sim.faults.take({ side, method, path });
  if (await acted(acts, response, seen)) return;
  const shape = acts.find((act) => act.kind === "stream")?.shape ?? {};
  const isCanned = shape.replay !== undefined || shape.flood !== undefined;
  const plan = { items: [], keepalive: true, whenGone: "stop" as const };
  const reply: Reply = isCanned ? { stream: plan } : await answer(call);
  await send(sim, reply, { response, seen, shape });
}

function openCall(request: IncomingMessage): Call {
  const host = request.headers.host ?? "127.0.0.1";
  const url = new URL(request.url ?? "/", `http://${host}`);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const { pathname: path, searchParams: query } = url;
  return { method: request.method ?? "GET", path, query, headers, text: "", json: undefined, params: {}, host };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True when a fault was the answer. */
async function acted(acts: FaultAct[], response: ServerResponse, seen: SeenRequest): Promise<boolean> {
  for (const act of acts) {
    if (act.kind === "latency") await new Promise((resolve) => setTimeout(resolve, act.ms));
    if (act.kind === "hang") return true;
    if (act.kind === "drop") {
      response.destroy();
      return true;
    }
    if (act.kind !== "reply") continue;
    seen.status = act.status;
    const isText = typeof act.body === "string";
    const type = act.contentType ?? (isText ? "text/plain; charset=utf-8" : "application/json");
    response.writeHead(act.status, { "content-type": type, ...act.headers });
    response.end(isText ? act.body : plainJson(act.body ?? { detail: "simulated failure" }));
    return true;
  }
  return false;
}

type Sending = { response: ServerResponse; seen: SeenRequest; shape: StreamShape };

async function send(sim: Sim, reply: Reply, { response, seen, shape }: Sending): Promise<void> {
  if ("stream" in reply) {
    seen.status = 200;
    const { keepaliveMs, pace, paceFactor } = sim.settings;
    const jitter = () => HUMAN * (0.6 + sim.random.next() * 0.8);
    const paceMs = (ms: number) => (pace === "instant" ? 0 : ms * paceFactor * jitter());
    return writeStream(response, { plan: reply.stream, shape, keepaliveMs, paceMs, seen, recorder: sim.recorder });
  }
  seen.status = reply.status;
  const isJson = "json" in reply;
  const type = isJson ? "application/json" : (reply.contentType ?? "text/plain; charset=utf-8");
  const closing = isJson && reply.closes ? { connection: "close" } : {};
  response.writeHead(reply.status, { "content-type": type, ...closing, ...reply.headers });
  response.end(isJson ? plainJson(reply.json) : reply.text);
}

/** What a sign-in page in front of the service answers. */
export const htmlPage = "<!doctype html><title>Sign in</title><h1>Sign in</h1>";

export type Listening = { port: number; close: () => Promise<void>; open: () => Promise<void>; server: Server };

/** Listens on loopback; `close` ends every connection, `open` listens on the same port again. */
export async function listen(
  listener: RequestListener,
  port: number,
  tls?: { key: string; cert: string },
): Promise<Listening> {
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.keepAliveTimeout = 5_000;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const state: Listening = {
    server,
    port,
    open: () =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(state.port, "127.0.0.1", () => {
          server.off("error", reject);
          state.port = (server.address() as AddressInfo).port;
          resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  await state.open();
  return state;
}
