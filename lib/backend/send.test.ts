import { afterEach, describe, expect, it } from "vitest";
import { backendOn, TEST_KEY } from "../testing/backend.ts";
import { testCertificate } from "../testing/certificate.ts";
import { closedPort, failure, json, type Respond, type ServeOptions, serve } from "../testing/http-server.ts";
import type { BackendContext } from "./context.ts";
import { type Call, send } from "./send.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listening(respond: Respond, options: ServeOptions = {}) {
  const server = await serve(respond, options);
  closers.push(server.close);
  return server;
}

/** Two servers on one port: 127.0.0.1 stands for the domain, 127.0.0.2 is the IP address. */
async function twoPlaces(domain: Respond, address: Respond) {
  const first = await listening(domain);
  const second = await listening(address, { host: "127.0.0.2", port: first.port });
  const ctx = backendOn(first.port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" });
  return { first, second, ctx };
}

const call = (ctx: BackendContext, more: Partial<Call> = {}) =>
  send(ctx, { method: "GET", path: "version", accept: "application/json", headersTimeoutMs: 5_000, ...more });
const ok: Respond = (_request, response) => json(response, 200, { ok: true });
const status =
  (code: number, body: unknown = { detail: `said ${code}` }): Respond =>
  (_request, response) =>
    json(response, code, body);
const cut: Respond = (_request, response) => {
  response.socket?.destroy();
};

describe("the candidates of a call", () => {
  it("are tried in order, and the key goes only into its header", async () => {
    const { first, second, ctx } = await twoPlaces(ok, ok);
    const answer = await call(ctx, { query: { a: 1, b: false, c: null, d: undefined, e: "ü &" } });
    expect(await answer.body.json()).toEqual({ ok: true });
    expect(answer.candidate.via).toBe("primary");
    expect(first.seen.map(({ path }) => path)).toEqual(["/version?a=1&b=false&e=%C3%BC+%26"]);
    expect(first.seen[0]?.headers["x-proxbox-api-key"]).toBe(TEST_KEY);
    expect(second.seen).toEqual([]);
  });

  it("come next after a refused connection", async () => {
    const port = await closedPort();
    const second = await listening(ok, { host: "127.0.0.2", port });
    const answer = await call(backendOn(port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" }));
    expect(answer.candidate).toEqual({ url: `http://127.0.0.2:${port}`, via: "fallback" });
    expect(second.seen).toHaveLength(1);
  });

  it("come next after a name that does not resolve", async () => {
    const second = await listening(ok);
    const answer = await call(backendOn(second.port, { domain: "nowhere.invalid", ipAddress: "127.0.0.1" }));
    expect(answer.candidate.via).toBe("fallback");
  });

  it.each([500, 502, 503, 504])("come next after HTTP %i", async (code) => {
    const { first, second, ctx } = await twoPlaces(status(code), ok);
    expect((await call(ctx)).candidate.via).toBe("fallback");
    expect([first.seen.length, second.seen.length]).toEqual([1, 1]);
  });

  it("come next after no answer in time", async () => {
    const { ctx } = await twoPlaces(() => {}, ok);
    expect((await call(ctx, { headersTimeoutMs: 1_000 })).candidate.via).toBe("fallback");
  });

  it.each([400, 401, 403, 404, 409, 422, 429])("stop at HTTP %i, which the caller sees", async (code) => {
    const { second, ctx } = await twoPlaces(status(code), ok);
    const error = await failure(call(ctx));
    expect(error).toMatchObject({
      code: code === 429 ? "rate_limited" : "backend_refused",
      message: `lab backend answered HTTP ${code}: said ${code}`,
      details: { status: code, via: "primary" },
    });
    expect(second.seen).toEqual([]);
  });

  it("leave the status that was answered, whichever candidate fell silent", async () => {
    const { ctx } = await twoPlaces(status(503), cut);
    expect(await failure(call(ctx))).toMatchObject({ code: "backend_failed", details: { status: 503 } });
    const other = await twoPlaces(cut, status(502));
    expect(await failure(call(other.ctx))).toMatchObject({ code: "backend_failed", details: { status: 502 } });
    const late = await twoPlaces(status(500), status(404));
    expect(await failure(call(late.ctx))).toMatchObject({ code: "backend_refused", details: { status: 404 } });
  });

  it("are all named when none answers", async () => {
    const port = await closedPort();
    const error = await failure(call(backendOn(port, { domain: "nowhere.invalid", ipAddress: "127.0.0.1" })));
    expect(error).toMatchObject({ code: "backend_unreachable", details: { networkCode: "ECONNREFUSED", sent: false } });
    expect(error.message).toContain(`http://nowhere.invalid:${port} (the name does not resolve`);
    expect(error.message).toContain(`http://127.0.0.1:${port} (nothing listens on this port`);
  });

  it("are missing when a backend has no address", async () => {
    const error = await failure(call(backendOn(8800, { ipAddress: null })));
    expect(error.message).toBe("lab backend has neither a usable domain nor a usable IP address.");
  });

  it("outside the allowed networks are not spoken to", async () => {
    const error = await failure(call(backendOn(8800, { ipAddress: "169.254.169.254" })));
    expect(error).toMatchObject({ code: "backend_unreachable", details: { networkCode: "EADDRREFUSED" } });
    expect(error.message).toContain("is never used");
  });
});

describe("a call that must not be sent twice", () => {
  it("is not sent to the next candidate once it may have arrived", async () => {
    for (const arrived of [status(500), cut]) {
      const { first, second, ctx } = await twoPlaces(arrived, ok);
      await failure(call(ctx, { method: "POST", body: { a: 1 }, mayRepeat: false }));
      expect([first.seen.length, second.seen.length]).toEqual([1, 0]);
      expect(first.seen[0]).toMatchObject({ method: "POST", body: '{"a":1}' });
    }
  });

  it("is sent to the next candidate when it certainly never arrived", async () => {
    const port = await closedPort();
    const second = await listening(ok, { host: "127.0.0.2", port });
    await call(backendOn(port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" }), { method: "POST", mayRepeat: false });
    expect(second.seen).toHaveLength(1);
  });
});

describe("a connection that dies", () => {
  it("is replaced once for a read", async () => {
    let turn = 0;
    const server = await listening((request, response) => (turn++ === 0 ? cut : ok)(request, response));
    expect((await call(backendOn(server.port))).statusCode).toBe(200);
    const dead = await listening(cut);
    await failure(call(backendOn(dead.port)));
    expect(dead.seen).toHaveLength(2);
  });

  it("is not replaced for a sync, which would then run twice", async () => {
    const dead = await listening(cut);
    const error = await failure(call(backendOn(dead.port), { accept: "text/event-stream" }));
    expect(error.message).toContain("the connection was closed before an answer came");
    expect(dead.seen).toHaveLength(1);
  });
});

describe("a redirect", () => {
  it.each([301, 302, 307, 308])("HTTP %i is refused, and the key is never sent on", async (code) => {
    const target = await listening(ok);
    const location = `http://127.0.0.1:${target.port}/version`;
    const { second, ctx } = await twoPlaces((_request, response) => {
      response.writeHead(code, { location }).end();
    }, ok);
    const error = await failure(call(ctx));
    expect(error).toMatchObject({ code: "backend_protocol", details: { status: code } });
    expect(error.message).toContain(`a redirect to ${location} (HTTP ${code}), which is never followed`);
    expect([target.seen, second.seen]).toEqual([[], []]);
  });
});

describe("a time limit", () => {
  it("is named with the path it cut", async () => {
    const server = await listening(() => {});
    const error = await failure(call(backendOn(server.port), { path: "/auth/keys", headersTimeoutMs: 80 }));
    expect(error).toMatchObject({ code: "backend_unreachable", details: { timedOut: true, limitMs: 80, sent: true } });
    expect(error.message).toContain("no answer to GET /auth/keys within 0.08 s");
  });
});

describe("an abort", () => {
  it("ends a call at once while it waits for headers, with the reason that was given", async () => {
    const reason = new Error("the job was cancelled");
    const stop = new AbortController();
    const server = await listening(() => stop.abort(reason));
    expect(await failure(call(backendOn(server.port), { signal: stop.signal }))).toBe(reason);
  });

  it("ends a call at once while it reads an error, and no other candidate is asked", async () => {
    const reason = new Error("the job was cancelled");
    const stop = new AbortController();
    const { second, ctx } = await twoPlaces((_request, response) => {
      response.writeHead(500, { "content-length": "9" }).write("oh");
      stop.abort(reason);
    }, ok);
    expect(await failure(call(ctx, { signal: stop.signal }))).toBe(reason);
    expect(second.seen).toEqual([]);
  });

  it("before the call keeps it from being sent", async () => {
    const reason = new Error("too late");
    const server = await listening(ok);
    expect(await failure(call(backendOn(server.port), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(server.seen).toEqual([]);
  });
});

describe("TLS", () => {
  it("trusts the file of CONSOLE_CA_FILE and says what to do without it", async () => {
    const certificate = await testCertificate();
    closers.push(certificate.remove);
    const server = await listening(ok, { tls: certificate });
    const secure = { useHttps: true, verifySsl: true };
    const trusting = backendOn(server.port, secure, { caFile: certificate.caFile });
    expect((await call(trusting)).statusCode).toBe(200);
    const error = await failure(call(backendOn(server.port, secure)));
    expect(error.message).toContain("add its CA by CONSOLE_CA_FILE, or turn certificate verification off");
    expect(error).toMatchObject({ details: { sent: false } });
    expect((await call(backendOn(server.port, { useHttps: true }))).statusCode).toBe(200);
  });

  it("on a plain port, and HTTP on a TLS port, are told apart", async () => {
    const certificate = await testCertificate();
    closers.push(certificate.remove);
    const plain = await listening(ok);
    const noTls = await failure(call(backendOn(plain.port, { useHttps: true })));
    expect(noTls.message).toContain("this port does not speak TLS");
    const secure = await listening(ok, { tls: certificate });
    expect(await failure(call(backendOn(secure.port)))).toMatchObject({ code: "backend_unreachable" });
  });
});
