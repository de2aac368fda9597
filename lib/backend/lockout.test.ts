import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { backendOn } from "../testing/backend.ts";
import { failure, json, serve } from "../testing/http-server.ts";
import { assertNotPaused, backendPausedUntil, pauseBackend, resumeBackend } from "./lockout.ts";
import { backendRequest } from "./request.ts";
import { openBackendStream } from "./stream.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const server = await serve((_request, response) => json(response, status, body, headers));
  closers.push(server.close);
  return server;
}

const LOCKED = { detail: "Too many failed authentication attempts. Please try again later." };
const read = (ctx: ReturnType<typeof backendOn>) => backendRequest(ctx, { path: "version", schema: z.unknown() });

describe("a lockout", () => {
  it("stops every call to that backend until Retry-After, and says so", async () => {
    const server = await answering(429, LOCKED, { "retry-after": "300" });
    const ctx = backendOn(server.port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" });
    const before = Date.now();
    expect(await failure(read(ctx))).toMatchObject({
      code: "rate_limited",
      details: { status: 429, retryAfterMs: 300_000, lockout: true },
    });
    for (const blocked of [read(ctx), read(ctx), openBackendStream(ctx, { path: "full-update/stream" })]) {
      const error = await failure(blocked);
      expect(error).toMatchObject({ code: "rate_limited", details: { lockout: true } });
      expect(error.message).toMatch(
        /^lab backend has locked this console out .* nothing is sent to it for (300|299) s\.$/,
      );
    }
    expect(server.seen).toHaveLength(1);
    const until = backendPausedUntil(ctx.backendId)?.getTime() ?? 0;
    expect(until).toBeGreaterThanOrEqual(before + 300_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 300_000);
  });

  it("leaves other backends alone", async () => {
    const locked = await answering(429, LOCKED, { "retry-after": "300" });
    const free = await answering(200, { version: "0.0.30" });
    await failure(read(backendOn(locked.port)));
    expect(await read(backendOn(free.port))).toEqual({ version: "0.0.30" });
  });

  it("is over when its time is over, and when the backend's address or key changed", async () => {
    const now = 1_000_000;
    pauseBackend(77, 5_000, now);
    expect(backendPausedUntil(77, now + 4_999)).toEqual(new Date(now + 5_000));
    expect(backendPausedUntil(77, now + 5_000)).toBeNull();
    pauseBackend(78, 300_000);
    expect(() => assertNotPaused(78, "lab")).toThrow("has locked this console out");
    resumeBackend(78);
    expect(() => assertNotPaused(78, "lab")).not.toThrow();
  });
});

describe("a rate limit", () => {
  it("is told with its waiting time and pauses nothing", async () => {
    const server = await answering(
      429,
      { detail: "Rate limit exceeded. Please try again later." },
      { "retry-after": "60" },
    );
    const ctx = backendOn(server.port);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await failure(read(ctx))).toMatchObject({
        code: "rate_limited",
        details: { retryAfterMs: 60_000, lockout: false },
      });
    }
    expect(server.seen).toHaveLength(2);
    expect(backendPausedUntil(ctx.backendId)).toBeNull();
  });

  it("waits a minute when it does not say how long", async () => {
    const server = await answering(429, { detail: "slow down" });
    expect(await failure(read(backendOn(server.port)))).toMatchObject({ details: { retryAfterMs: 60_000 } });
  });

  it("of a verifier that is busy keeps its waiting time too", async () => {
    const detail = "Authentication verification capacity is temporarily exhausted.";
    const server = await answering(503, { detail }, { "retry-after": "1" });
    expect(await failure(read(backendOn(server.port)))).toMatchObject({
      code: "backend_failed",
      details: { status: 503, retryAfterMs: 1_000 },
    });
  });
});
