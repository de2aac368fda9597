import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { backendOn } from "../testing/backend.ts";
import { failure, json, type Respond, serve } from "../testing/http-server.ts";
import { type BackendStream, type OpenStream, openBackendStream, type StreamEvent } from "./stream.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const PATH = "dcim/devices/create/stream";

async function backend(respond: Respond) {
  const server = await serve(respond);
  closers.push(server.close);
  return { server, ctx: backendOn(server.port) };
}

function start(response: ServerResponse, contentType = "text/event-stream; charset=utf-8"): void {
  response.writeHead(200, { "content-type": contentType, "cache-control": "no-cache" });
  response.flushHeaders();
}

const write = (response: ServerResponse, bytes: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => response.write(bytes, () => resolve()));

/** Sends these texts as one stream and closes it. */
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

async function open(respond: Respond, more: Partial<OpenStream> = {}): Promise<BackendStream> {
  const { ctx } = await backend(respond);
  return openBackendStream(ctx, { path: PATH, ...more });
}

async function all(stream: BackendStream): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of stream.events) events.push(event);
  return events;
}

/** What arrived before the stream failed, and how it failed. */
async function untilFailure(stream: BackendStream): Promise<{ events: StreamEvent[]; error: Error }> {
  const events: StreamEvent[] = [];
  const error = await failure(
    (async () => {
      for await (const event of stream.events) events.push(event);
    })(),
  );
  return { events, error };
}

describe("a sync stream", () => {
  it("gives its events as they were sent, and says who answered", async () => {
    const { ctx, server } = await backend(sends(STEP, ": keepalive\n\n", COMPLETE));
    const stream = await openBackendStream(ctx, { path: PATH, query: { proxmox_endpoint_ids: "3" } });
    expect(await all(stream)).toEqual([step, complete]);
    expect(stream).toMatchObject({
      status: 200,
      candidate: { url: `http://127.0.0.1:${server.port}`, via: "primary" },
    });
    expect(server.seen[0]).toMatchObject({
      method: "GET",
      path: `/${PATH}?proxmox_endpoint_ids=3`,
      headers: { accept: "text/event-stream" },
    });
  });

  it("is the same in every chunking, line ending and UTF-8 split, with a byte order mark and comments", async () => {
    const text = `\uFEFF: hello\n\nevent: step\ndata: {"name":"größe 🖥"}\n\ndata: one\ndata: two\n\n${COMPLETE}`;
    const expected = [{ event: "step", data: '{"name":"größe 🖥"}' }, { event: "message", data: "one\ntwo" }, complete];
    let bytes = Buffer.alloc(0);
    let sizes = [1];
    const { ctx } = await backend(async (_request, response) => {
      start(response);
      response.socket?.setNoDelay(true);
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        await write(response, bytes.subarray(at, at + size));
        at += size;
      }
      response.end();
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        async (cuts, end) => {
          bytes = Buffer.from(text.replaceAll("\n", end));
          sizes = cuts;
          expect(await all(await openBackendStream(ctx, { path: PATH }))).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("keeps a frame of 10 MB whole", async () => {
    const data = JSON.stringify({ ok: true, items: "ü".repeat(5 * 1024 * 1024) });
    const [event] = await all(await open(sends(`event: complete\ndata: ${data}\n\n`)));
    expect(event?.data.length).toBe(data.length);
    expect(event?.data === data).toBe(true);
  });

  it("is read no further than its last frame, and hung up", async () => {
    const closed = Promise.withResolvers<void>();
    const stream = await open(async (_request, response) => {
      response.on("close", () => closed.resolve());
      start(response);
      await write(response, STEP + COMPLETE + STEP);
    });
    expect(await all(stream)).toEqual([step, complete]);
    await closed.promise;
  });

  it("is hung up when its reader leaves", async () => {
    const closed = Promise.withResolvers<void>();
    const stream = await open(async (_request, response) => {
      response.on("close", () => closed.resolve());
      start(response);
      await write(response, STEP);
    });
    for await (const event of stream.events) {
      expect(event).toEqual(step);
      break;
    }
    await closed.promise;
  });
});

describe("a stream without its last frame", () => {
  it("is interrupted: the error tells the address, the path and how much arrived", async () => {
    const { events, error } = await untilFailure(await open(sends(STEP, STEP)));
    expect(events).toEqual([step, step]);
    expect(error).toMatchObject({
      code: "backend_protocol",
      details: { interrupted: true, status: 200, framesReceived: 2, path: PATH, limitMs: undefined },
    });
    expect(error.message).toMatch(
      /^The stream dcim\/devices\/create\/stream of lab backend \(http:\/\/127\.0\.0\.1:\d+\) broke off after [\d.]+ s and 2 frames: it ended before its last frame\.$/,
    );
  });

  it("is interrupted when the connection closes, also in the middle of a frame", async () => {
    const { events, error } = await untilFailure(
      await open(async (_request, response) => {
        start(response);
        await write(response, `${STEP}event: complete\ndata: {"ok": tr`);
        response.socket?.destroy();
      }),
    );
    expect(events).toEqual([step]);
    expect(error).toMatchObject({ details: { interrupted: true, framesReceived: 1 } });
    expect(error.message).toContain("the connection was closed");
  });

  it("is interrupted when it is empty", async () => {
    const { error } = await untilFailure(await open(sends()));
    expect(error).toMatchObject({ details: { interrupted: true, framesReceived: 0 } });
  });
});

describe("silence", () => {
  it("ends a stream at its limit, which the error names", async () => {
    const stream = await open(
      async (_request, response) => {
        start(response);
        await write(response, STEP);
      },
      { idleTimeoutMs: 70 },
    );
    const { events, error } = await untilFailure(stream);
    expect(events).toEqual([step]);
    expect(error).toMatchObject({ details: { interrupted: true, limitMs: 70, framesReceived: 1 } });
    expect(error.message).toContain("nothing arrived for 0.07 s");
  });
});

describe("an answer that is no event stream", () => {
  const answers = (contentType: string, body: string): Respond => {
    return (_request, response) => {
      response.writeHead(200, { "content-type": contentType }).end(body);
    };
  };

  it("is explained when it is an HTML page", async () => {
    const error = await failure(open(answers("text/html", "<html><title>Router login</title></html>")));
    expect(error).toMatchObject({ code: "backend_protocol", details: { status: 200, path: PATH } });
    expect(error.message).toContain('an HTML page titled "Router login": something other than proxbox-api answers');
  });

  it("is explained when it is JSON", async () => {
    const error = await failure(open(answers("application/json", '{"message":"done"}')));
    expect(error.message).toContain('application/json: {"message":"done"}, not an event stream');
  });

  it("is the backend's own error before the stream", async () => {
    const body = { message: "No NetBox endpoint found", detail: "Please add a NetBox endpoint in the database" };
    const error = await failure(open((_request, response) => json(response, 400, body)));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 400 } });
    expect(error.message).toContain("No NetBox endpoint found: Please add a NetBox endpoint in the database");
  });
});

describe("an abort", () => {
  const reason = new Error("the job was cancelled");

  it("ends a stream while it waits for headers, and hangs up", async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    const respond: Respond = (_request, response) => {
      response.on("close", () => closed.resolve());
      stop.abort(reason);
    };
    expect(await failure(open(respond, { signal: stop.signal }))).toBe(reason);
    await closed.promise;
  });

  it("ends a stream between two frames, and hangs up", async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    const respond: Respond = async (_request, response) => {
      response.on("close", () => closed.resolve());
      start(response);
      await write(response, STEP);
    };
    const stream = await open(respond, { signal: stop.signal });
    const error = await failure(
      (async () => {
        for await (const _ of stream.events) stop.abort(reason);
      })(),
    );
    expect(error).toBe(reason);
    await closed.promise;
  });

  it("ends a stream while it is silent", async () => {
    const stop = new AbortController();
    const stream = await open((_request, response) => start(response), { signal: stop.signal });
    const reading = failure(all(stream));
    stop.abort(reason);
    expect(await reading).toBe(reason);
  });
});
