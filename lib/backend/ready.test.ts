import { afterEach, describe, expect, it } from "vitest";
import { backendOn } from "../testing/backend.ts";
import { closedPort, failure, json, type Respond, serve } from "../testing/http-server.ts";
import { waitForBackendReady } from "./ready.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listening(respond: Respond, port?: number) {
  const server = await serve(respond, port === undefined ? {} : { port });
  closers.push(server.close);
  return server;
}

const healthy: Respond = (_request, response) => json(response, 200, { status: "ok" });

/** Time that passes only by pausing. */
function scriptedTime(duringPause: () => unknown = () => {}) {
  let nowMs = 0;
  const pauses: number[] = [];
  const pause = async (ms: number, signal?: AbortSignal) => {
    pauses.push(ms);
    nowMs += ms;
    await duringPause();
    signal?.throwIfAborted();
  };
  return { pauses, options: { clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs }, pause } };
}

describe("waiting for a backend", () => {
  it("is over at once when it answers", async () => {
    const server = await listening(healthy);
    expect(await waitForBackendReady(backendOn(server.port))).toEqual({ note: null });
    expect(server.seen.map(({ path }) => path)).toEqual(["/health"]);
  });

  it("lasts through a restart, and every try is told", async () => {
    const port = await closedPort();
    const told: string[] = [];
    const time = scriptedTime(async () => {
      if (time.pauses.length === 3) await listening(healthy, port);
    });
    const ready = await waitForBackendReady(backendOn(port), {
      ...time.options,
      onWait: (text) => void told.push(text),
    });
    expect(ready).toEqual({ note: null });
    expect(told).toHaveLength(3);
    expect(told[0]).toMatch(/nothing listens on this port .*\. Trying again in 0\.\d s\.$/);
  });

  it("lasts while a proxy in front answers for it", async () => {
    const time = scriptedTime();
    const server = await listening((request, response) => {
      if (server.seen.length > 2) return healthy(request, response);
      response.writeHead(503, { "content-type": "text/html" }).end("<html>503 Service Unavailable</html>");
    });
    expect(await waitForBackendReady(backendOn(server.port), time.options)).toEqual({ note: null });
    expect(time.pauses).toHaveLength(2);
  });

  it("takes the service's own 503 for an answer, and notes its reason", async () => {
    const reason = "NetBox denied plugin settings access; grant view_proxboxpluginsettings to the service account.";
    const server = await listening((_request, response) =>
      json(response, 503, { status: "unready", init_ok: true, reason }),
    );
    const { note } = await waitForBackendReady(backendOn(server.port));
    expect(note).toContain(reason);
  });

  it("ends at its limit with the reason of the last try", async () => {
    const time = scriptedTime();
    const ctx = backendOn(await closedPort());
    const error = await failure(waitForBackendReady(ctx, { ...time.options, waitMs: 45_000 }));
    expect(error).toMatchObject({ code: "backend_unreachable" });
    const waitedMs = time.pauses.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThan(35_000);
    expect(waitedMs).toBeLessThanOrEqual(45_000);
  });

  it("ends at once when something else answers there", async () => {
    const server = await listening((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html></html>");
    });
    expect(await failure(waitForBackendReady(backendOn(server.port)))).toMatchObject({ code: "backend_protocol" });
    const missing = await listening((_request, response) => json(response, 404, { detail: "Not Found" }));
    expect(await failure(waitForBackendReady(backendOn(missing.port)))).toMatchObject({ code: "backend_refused" });
  });

  it("ends by an abort, with the reason that was given", async () => {
    const stop = new AbortController();
    const reason = new Error("cancelled");
    const time = scriptedTime(() => stop.abort(reason));
    const ctx = backendOn(await closedPort());
    expect(await failure(waitForBackendReady(ctx, { ...time.options, signal: stop.signal }))).toBe(reason);
  });
});
