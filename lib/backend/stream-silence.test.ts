import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { backendOn } from "../testing/backend.ts";
import { type Respond, serve } from "../testing/http-server.ts";
import { type BackendStream, openBackendStream, type StreamEvent } from "./stream.ts";

// For the whole file, because undici keeps one timer of its own from the first request on.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterAll(() => {
  vi.useRealTimers();
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(respond: Respond): Promise<BackendStream> {
  const server = await serve(respond);
  closers.push(server.close);
  return openBackendStream(backendOn(server.port), { path: "dcim/devices/create/stream" });
}

function start(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
}

const write = (response: ServerResponse, text: string): Promise<void> =>
  new Promise((resolve) => response.write(text, () => resolve()));

const sends =
  (...texts: string[]): Respond =>
  async (_request, response) => {
    start(response);
    for (const text of texts) await write(response, text);
    response.end();
  };

const STEP = 'event: step\ndata: {"step": "devices"}\n\n';
const COMPLETE = 'event: complete\ndata: {"ok": true}\n\n';
const step = { event: "step", data: '{"step": "devices"}' };
const complete = { event: "complete", data: '{"ok": true}' };

async function all(stream: BackendStream): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of stream.events) events.push(event);
  return events;
}

describe("the silence of a stream", () => {
  it("is not what keep-alive comments are", async () => {
    const opened = Promise.withResolvers<ServerResponse>();
    const stream = await open((_request, response) => {
      start(response);
      opened.resolve(response);
    });
    const response = await opened.promise;
    const reading = all(stream);
    for (let minute = 0; minute < 180; minute += 30) {
      const before = stream.lastLifeMs();
      await write(response, ": keepalive\n\n");
      await vi.waitUntil(() => stream.lastLifeMs() > before);
      await vi.advanceTimersByTimeAsync(30 * 60_000);
    }
    response.end(COMPLETE);
    expect(await reading).toEqual([complete]);
  });

  it("of the backend is not the time a reader takes", async () => {
    const events: StreamEvent[] = [];
    for await (const event of (await open(sends(STEP + STEP, COMPLETE))).events) {
      events.push(event);
      await vi.advanceTimersByTimeAsync(5_000_000);
    }
    expect(events).toEqual([step, step, complete]);
  });

  it("of nearly an hour is borne: the HTTP client's own limits of five minutes are off", async () => {
    const opened = Promise.withResolvers<ServerResponse>();
    const stream = await open((_request, response) => {
      start(response);
      opened.resolve(response);
    });
    const reading = all(stream);
    const response = await opened.promise;
    await vi.advanceTimersByTimeAsync(3_599_000);
    response.end(COMPLETE);
    expect(await reading).toEqual([complete]);
  });

  it("before the headers is borne for minutes", async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const opening = open((_request, response) => asked.resolve(response));
    const response = await asked.promise;
    await vi.advanceTimersByTimeAsync(599_000);
    start(response);
    response.end(COMPLETE);
    expect(await all(await opening)).toEqual([complete]);
  });
});
