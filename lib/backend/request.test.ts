import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { backendOn } from "../testing/backend.ts";
import { failure, json, type Respond, serve } from "../testing/http-server.ts";
import { backendRequest, httpTimeoutForSyncPath } from "./request.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function backend(respond: Respond) {
  const server = await serve(respond);
  closers.push(server.close);
  return { server, ctx: backendOn(server.port) };
}

const Version = z.looseObject({ version: z.string(), parts: z.array(z.object({ id: z.number() })).optional() });
const text =
  (body: string, contentType: string): Respond =>
  (_request, response) => {
    response.writeHead(200, { "content-type": contentType }).end(body);
  };

describe("a JSON call", () => {
  it("gives what its schema makes of the answer", async () => {
    const { ctx, server } = await backend((_request, response) => json(response, 200, { version: "0.0.30", new: 1 }));
    expect(await backendRequest(ctx, { path: "version", schema: Version })).toEqual({ version: "0.0.30", new: 1 });
    expect(server.seen[0]).toMatchObject({ method: "GET", headers: { accept: "application/json" } });
  });

  it("sends its body as JSON", async () => {
    const { ctx, server } = await backend((_request, response) => json(response, 200, {}));
    await backendRequest(ctx, { method: "PUT", path: "netbox/endpoint/1", body: { name: "ü" }, schema: z.unknown() });
    expect(server.seen[0]).toMatchObject({ method: "PUT", headers: { "content-type": "application/json" } });
    expect(server.seen[0]?.body).toBe('{"name":"ü"}');
  });

  it("reads an answer that arrives byte by byte", async () => {
    const bytes = Buffer.from('{"version":"größe 🖥"}');
    const { ctx } = await backend(async (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      for (const byte of bytes) await new Promise((done) => response.write(Buffer.of(byte), done));
      response.end();
    });
    expect(await backendRequest(ctx, { path: "version", schema: Version })).toEqual({ version: "größe 🖥" });
  });

  it("takes an empty answer where nothing is expected", async () => {
    const { ctx } = await backend((_request, response) => {
      response.writeHead(204).end();
    });
    expect(await backendRequest(ctx, { method: "DELETE", path: "auth/keys/2", schema: z.unknown() })).toBeUndefined();
  });

  it("names the field that does not fit", async () => {
    const { ctx } = await backend((_request, response) => json(response, 200, { version: "1", parts: [{ id: "x" }] }));
    const error = await failure(backendRequest(ctx, { path: "version", schema: Version }));
    expect(error).toMatchObject({ code: "backend_protocol", details: { status: 200, path: "version" } });
    expect(error.message).toContain("lab backend answered version with something this console does not understand");
    expect(error.message).toContain("(parts.0.id: ");
  });

  it("says what came instead of JSON", async () => {
    const page = "<!doctype html><html><head><title>Welcome to nginx!</title></head></html>";
    const html = await backend(text(page, "text/html; charset=utf-8"));
    expect((await failure(backendRequest(html.ctx, { path: "version", schema: Version }))).message).toContain(
      'an HTML page titled "Welcome to nginx!": something other than proxbox-api answers at this address, not JSON',
    );
    const plain = await backend(text("it works", "text/plain"));
    const error = await failure(backendRequest(plain.ctx, { path: "version", schema: Version }));
    expect(error.message).toContain("text/plain: it works, not JSON");
  });
});

describe("an answer that stops in the middle", () => {
  const half: Respond = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write('{"version":');
  };

  it("is given up after the time limit, which the error names", async () => {
    const { ctx } = await backend(half);
    const error = await failure(backendRequest(ctx, { path: "version", schema: Version, timeoutMs: 80 }));
    expect(error.message).toBe("lab backend broke off its answer to version: it was not complete within 0.08 s.");
    expect(error).toMatchObject({ code: "backend_unreachable", details: { status: 200, sent: true } });
  });

  it("is an error when the connection closes", async () => {
    const { ctx } = await backend((request, response) => {
      half(request, response);
      setImmediate(() => response.socket?.destroy());
    });
    const error = await failure(backendRequest(ctx, { path: "version", schema: Version }));
    expect(error.message).toBe("lab backend broke off its answer to version: the connection was closed.");
  });

  it("ends at once by an abort, with the reason that was given", async () => {
    const stop = new AbortController();
    const reason = new Error("cancelled");
    const { ctx } = await backend((request, response) => {
      half(request, response);
      setImmediate(() => stop.abort(reason));
    });
    expect(await failure(backendRequest(ctx, { path: "version", schema: Version, signal: stop.signal }))).toBe(reason);
  });
});

describe("the time until headers", () => {
  it("depends on what the path has to prepare", () => {
    expect(httpTimeoutForSyncPath("/health")).toBe(10_000);
    expect(httpTimeoutForSyncPath("version")).toBe(15_000);
    expect(httpTimeoutForSyncPath("dcim/devices/create/stream")).toBe(600_000);
    expect(httpTimeoutForSyncPath("full-update/stream")).toBe(600_000);
    expect(httpTimeoutForSyncPath("/full-update")).toBe(3_600_000);
    expect(httpTimeoutForSyncPath("sync/individual/vm")).toBe(120_000);
    expect(httpTimeoutForSyncPath("proxmox/cluster/status")).toBe(60_000);
  });
});
