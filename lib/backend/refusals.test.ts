import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { backendOn } from "../testing/backend.ts";
import { failure, json, serve } from "../testing/http-server.ts";
import { assertNotLocked, refusalsInMemory } from "./refusals.ts";
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
  });

  it("leaves other backends alone", async () => {
    const locked = await answering(429, LOCKED, { "retry-after": "300" });
    const free = await answering(200, { version: "0.0.30" });
    await failure(read(backendOn(locked.port)));
    expect(await read(backendOn(free.port))).toEqual({ version: "0.0.30" });
  });

  it("is over when its time is over, and is never shortened", async () => {
    let nowMs = 1_000_000;
    const refusals = refusalsInMemory(() => nowMs);
    const isLocked = () => assertNotLocked({ name: "lab", refusals });
    await refusals.lock(5_000);
    await refusals.lock(1_000);
    nowMs += 4_999;
    expect((await failure(isLocked())).message).toContain("lab has locked this console out");
    nowMs += 1;
    await isLocked();
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
    expect(await ctx.refusals.lockedForMs()).toBe(0);
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
