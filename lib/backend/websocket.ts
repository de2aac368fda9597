import WebSocket from "ws";
import { AppError } from "../errors.ts";
import { assertUrlAllowed, guardedLookup, trustedRoots } from "../net/connect.ts";
import { redactText } from "../redact.ts";
import type { BackendContext } from "./context.ts";
import { assertNotLocked } from "./refusals.ts";
import type { Query } from "./send.ts";
import { endsCommand, socketEvent } from "./socket-messages.ts";
import type { StreamEvent } from "./stream.ts";

export const socketCommands = ["Sync Nodes", "Sync Virtual Machines", "Full Update Sync"] as const;
export type SocketCommand = (typeof socketCommands)[number];

const HEADER = "X-Proxbox-API-Key";
/** Logging in to Proxmox and reading its clusters come before the handshake. */
const HANDSHAKE_MS = 300_000;
const WRONG_KEY = 4001;

export type SocketInput = {
  command: SocketCommand;
  query: Query;
  signal: AbortSignal;
  idleTimeoutMs: number;
  caFile?: string;
};

/**
 * Runs one command over the backend's legacy WebSocket and yields its messages as events, with a `complete` of our own
 * at its end. Newer backends refuse the upgrade unless they run in their legacy mode, and the error says so.
 */
export async function* runSocketCommand(ctx: BackendContext, input: SocketInput): AsyncGenerator<StreamEvent> {
  await assertNotLocked(ctx);
  const messages: string[] = [];
  let wake: (() => void) | undefined;
  let over: AppError | "closed" | null = null;
  const url = socketUrl(ctx, input.query);
  const socket = connect(ctx, url, input.caFile);
  const end = (reason: AppError | "closed") => {
    over ??= reason;
    wake?.();
  };
  socket.on("unexpected-response", (_, response) => end(refusedUpgrade(ctx, response.statusCode ?? 0)));
  socket.on("error", (cause) => end(unreachable(ctx, url, cause)));
  socket.on("close", (code, reason) => end(code === WRONG_KEY ? wrongKey(ctx, String(reason)) : "closed"));
  socket.on("open", () => {
    socket.send(JSON.stringify({ api_key: ctx.headers()[HEADER] ?? "" }));
    socket.send(input.command);
  });
  socket.on("message", (data) => {
    messages.push(String(data));
    wake?.();
  });
  const onAbort = () => wake?.();
  input.signal.addEventListener("abort", onAbort, { once: true });
  try {
    for (;;) {
      input.signal.throwIfAborted();
      const text = messages.shift();
      if (text !== undefined) {
        yield socketEvent(text);
        if (!endsCommand(text, input.command)) continue;
        yield {
          event: "complete",
          data: JSON.stringify({ ok: true, message: `${input.command} completed.`, result: {} }),
        };
        return;
      }
      if (over) throw over === "closed" ? brokenOff(ctx, url, input.command) : over;
      const arrived = await Promise.race([
        new Promise<boolean>((resolve) => {
          wake = () => resolve(true);
        }),
        quiet(input.idleTimeoutMs, input.signal),
      ]);
      if (!arrived) throw brokenOff(ctx, url, `${input.command}: nothing arrived for ${input.idleTimeoutMs / 1000} s`);
    }
  } finally {
    input.signal.removeEventListener("abort", onAbort);
    socket.terminate();
  }
}

function socketUrl(ctx: BackendContext, query: Query): URL {
  const [candidate] = ctx.candidates;
  if (!candidate) throw new AppError("backend_unreachable", `${ctx.name} has neither a domain nor an IP address.`);
  const url = new URL(`${candidate.url}/ws`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  assertUrlAllowed(url, ctx.policy);
  return url;
}

function connect(ctx: BackendContext, url: URL, caFile: string | undefined): WebSocket {
  const target = new URL(url);
  target.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(target, {
    handshakeTimeout: HANDSHAKE_MS,
    followRedirects: false,
    perMessageDeflate: false,
    lookup: guardedLookup(ctx.policy),
    rejectUnauthorized: ctx.verifySsl,
    ...(caFile ? { ca: trustedRoots(caFile) } : {}),
  });
}

function quiet(ms: number, signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    timer.unref();
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}

function refusedUpgrade(ctx: BackendContext, status: number): AppError {
  const remedy =
    status === 403
      ? " It answers so unless it runs in its legacy mode (PROXBOX_EXECUTION_MODE=legacy); use the streams instead, which need no such mode."
      : "";
  return new AppError("backend_refused", `${ctx.name} refused its WebSocket with HTTP ${status}.${remedy}`, {
    details: { status },
  });
}

const wrongKey = (ctx: BackendContext, reason: string): AppError =>
  new AppError("backend_refused", `${ctx.name} closed its WebSocket: ${redactText(reason) || "the API key is wrong"}`, {
    details: { status: 401, isKeyProblem: true },
  });

const unreachable = (ctx: BackendContext, url: URL, cause: Error): AppError =>
  new AppError(
    "backend_unreachable",
    `The WebSocket of ${ctx.name} could not be reached at ${url.origin}: ${redactText(cause.message)}.`,
    {
      cause,
      details: { url: url.origin },
    },
  );

const brokenOff = (ctx: BackendContext, url: URL, what: string): AppError =>
  new AppError("backend_protocol", `The WebSocket of ${ctx.name} (${url.origin}) broke off: ${what}.`, {
    details: { interrupted: true, url: url.origin },
  });
