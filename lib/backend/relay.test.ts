import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { rememberSecret } from "../redact.ts";
import { backendOn } from "../testing/backend.ts";
import { closedPort, failure, json, type Respond, serve } from "../testing/http-server.ts";
import { type Relay, relayBackendStream } from "./relay.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const PATH = "dcim/devices/create/stream";
const COMPLETE = 'event: complete\ndata: {"ok": true}\n\n';

async function relay(respond: Respond, more: Partial<Relay> = {}): Promise<AsyncGenerator<string>> {
  const server = await serve(respond);
  closers.push(server.close);
  return relayBackendStream(backendOn(server.port), { path: PATH, ...more });
}

async function all(texts: AsyncGenerator<string>): Promise<string> {
  let whole = "";
  for await (const text of texts) whole += text;
  return whole;
}

const start = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });

describe("a relayed stream", () => {
  it("passes events on as they came, without their secrets", async () => {
    rememberSecret("hunter2-hunter2");
    const texts = await relay((_request, response) => {
      start(response).end(`event: step\ndata: {"message": "größe", "n": 1}\n\ndata: hunter2-hunter2\n\n${COMPLETE}`);
    });
    expect(await all(texts)).toBe(
      `event: step\ndata: {"message": "größe", "n": 1}\n\nevent: message\ndata: [redacted]\n\n${COMPLETE}`,
    );
  });

  it("says that it is alive in every silence, also before its first event", async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const texts = await relay((_request, response) => asked.resolve(response), { keepAliveMs: 20 });
    expect((await texts.next()).value).toBe(": keepalive\n\n");
    const response = await asked.promise;
    start(response).flushHeaders();
    expect((await texts.next()).value).toBe(": keepalive\n\n");
    response.end(COMPLETE);
    expect((await all(texts)).replaceAll(": keepalive\n\n", "")).toBe(COMPLETE);
  });

  it("ends with two frames when the backend cannot be reached", async () => {
    const text = await all(relayBackendStream(backendOn(await closedPort()), { path: PATH }));
    const [error = "", complete = ""] = text.split("\n\n");
    expect(error).toMatch(/^event: error\ndata: /);
    expect(JSON.parse(error.split("data: ")[1] ?? "")).toEqual({
      step: "stream",
      status: "failed",
      error: expect.stringContaining("lab backend could not be reached at http://127.0.0.1:"),
    });
    expect(complete).toBe('event: complete\ndata: {"ok":false,"message":"Stream request failed."}');
  });

  it("ends with two frames when the backend refuses, answers otherwise, or breaks off", async () => {
    const refused = await relay((_request, response) =>
      json(response, 404, { detail: "Virtual machine id=77 was not found in NetBox." }),
    );
    expect(await all(refused)).toContain("HTTP 404: Virtual machine id=77 was not found in NetBox.");
    const page = await relay((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html></html>");
    });
    expect(await all(page)).toContain("an HTML page");
    const broken = await relay((_request, response) => {
      start(response).end('event: step\ndata: {"step": "devices"}\n\n');
    });
    const text = await all(broken);
    expect(text).toMatch(/^event: step\n/);
    expect(text).toContain("it ended before its last frame");
    expect(text.endsWith('event: complete\ndata: {"ok":false,"message":"Stream request failed."}\n\n')).toBe(true);
  });

  it("hangs up at the backend when its reader leaves, also in the middle of a silence", async () => {
    const asked = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const texts = await relay(
      (_request, response) => {
        response.on("close", () => closed.resolve());
        start(response).flushHeaders();
        asked.resolve();
      },
      { keepAliveMs: 20 },
    );
    await texts.next();
    // A busy machine is silent for longer than it takes to be asked.
    await asked.promise;
    await texts.return(undefined);
    await closed.promise;
  });

  it("ends by an abort, with the reason that was given", async () => {
    const stop = new AbortController();
    const reason = new Error("the page was closed");
    const texts = await relay(
      (_request, response) => {
        start(response).flushHeaders();
        stop.abort(reason);
      },
      { signal: stop.signal },
    );
    expect(await failure(texts.next())).toBe(reason);
  });
});
