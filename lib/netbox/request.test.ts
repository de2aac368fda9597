import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { setEndpointPolicies } from "../endpoints/policies.ts";
import { testCertificate } from "../testing/certificate.ts";
import { closedPort, failure, json, type Respond, type ServeOptions, serve } from "../testing/http-server.ts";
import { netboxRequest } from "./request.ts";
import { type NetboxTarget, netboxAuthorization, netboxUrls } from "./target.ts";

const networks = { BACKEND_NETWORKS: ["127.0.0.0/8", "::1/128"] };
beforeAll(() => setEndpointPolicies(networks));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const TOKEN = "0123456789abcdef0123456789abcdef01234567";

const netboxOn = (port: number, more: Partial<NetboxTarget> = {}): NetboxTarget => ({
  ...{ id: 1, name: "lab", domain: null, ipAddress: "127.0.0.1", port, verifySsl: false },
  ...{ tokenVersion: "v1", tokenKey: null, token: TOKEN },
  ...more,
});

async function listening(respond: Respond, options: ServeOptions = {}) {
  const server = await serve(respond, options);
  closers.push(server.close);
  return server;
}

const Answer = z.object({ ok: z.boolean() });
const read = (target: NetboxTarget, signal?: AbortSignal) =>
  netboxRequest(target, { path: "/api/status/", schema: Answer, signal });
const ok: Respond = (_request, response) => json(response, 200, { ok: true });

describe("the address of a NetBox", () => {
  it("is https on port 443 or when certificates are checked, as the backend does it, and http otherwise", () => {
    const urls = (port: number, verifySsl: boolean) =>
      netboxUrls({ domain: "netbox.example", ipAddress: "10.0.0.9", port, verifySsl });
    expect(urls(443, false)).toEqual(["https://netbox.example:443", "https://10.0.0.9:443"]);
    expect(urls(8443, true)).toEqual(["https://netbox.example:8443", "https://10.0.0.9:8443"]);
    expect(urls(8080, false)).toEqual(["http://netbox.example:8080", "http://10.0.0.9:8080"]);
    expect(netboxUrls({ domain: null, ipAddress: "fd00::9/64", port: 80, verifySsl: false })).toEqual([
      "http://[fd00::9]:80",
    ]);
  });
});

describe("the token of a NetBox", () => {
  const header = (more: Partial<NetboxTarget>) => netboxAuthorization(netboxOn(443, more));

  it("has the form of its version, however it was entered", () => {
    expect(header({})).toBe(`Token ${TOKEN}`);
    expect(header({ tokenVersion: "v2", tokenKey: "abc123DEF456", token: "secret" })).toBe(
      "Bearer nbt_abc123DEF456.secret",
    );
    expect(header({ tokenVersion: "v2", tokenKey: "nbt_abc123DEF456", token: "secret" })).toBe(
      "Bearer nbt_abc123DEF456.secret",
    );
    expect(header({ tokenVersion: "v2", token: "nbt_abc123DEF456.secret" })).toBe("Bearer nbt_abc123DEF456.secret");
    expect(header({ token: null })).toBeNull();
  });
});

describe("a call to NetBox", () => {
  it("carries the token in its header and gives what the schema makes of the answer", async () => {
    const server = await listening(ok);
    expect(await read(netboxOn(server.port))).toEqual({ ok: true });
    expect(server.seen[0]).toMatchObject({
      method: "GET",
      path: "/api/status/",
      headers: { authorization: `Token ${TOKEN}`, accept: "application/json" },
    });
  });

  it("goes to the IP address when the domain does not answer or fails", async () => {
    const first = await listening((_request, response) => json(response, 502, { detail: "Bad gateway" }));
    const second = await listening(ok, { host: "127.0.0.2", port: first.port });
    expect(await read(netboxOn(first.port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" }))).toEqual({ ok: true });
    const port = await closedPort();
    await listening(ok, { host: "127.0.0.2", port });
    expect(await read(netboxOn(port, { domain: "nowhere.invalid", ipAddress: "127.0.0.2" }))).toEqual({ ok: true });
    expect(second.seen).toHaveLength(1);
  });

  it("goes nowhere else after a 4xx, and is not sent twice when it writes", async () => {
    const first = await listening((request, response) =>
      json(response, request.method === "POST" ? 500 : 403, { detail: "Invalid token" }),
    );
    const second = await listening(ok, { host: "127.0.0.2", port: first.port });
    const target = netboxOn(first.port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" });
    expect(await failure(read(target))).toMatchObject({ code: "backend_refused", details: { status: 403 } });
    const write = netboxRequest(target, { method: "POST", path: "/api/x/", body: { a: 1 }, schema: Answer });
    expect(await failure(write)).toMatchObject({ code: "backend_failed", details: { status: 500 } });
    expect(second.seen).toEqual([]);
  });

  it("explains what NetBox refused, and what to do", async () => {
    let answer: [number, unknown] = [403, {}];
    const server = await listening((_request, response) => json(response, ...answer));
    const message = async (path: string, status: number, body: unknown) => {
      answer = [status, body];
      return (await failure(netboxRequest(netboxOn(server.port), { path, schema: Answer }))).message;
    };
    expect(await message("/api/status/", 403, { detail: "Invalid token" })).toBe(
      "NetBox lab answered /api/status/ with HTTP 403: Invalid token. Check the token of this endpoint and the permissions of its user.",
    );
    expect(await message("/api/plugins/proxbox/endpoints/proxmox/", 404, { detail: "Not found." })).toContain(
      "HTTP 404: Not found. Install or update netbox-proxbox in NetBox.",
    );
    expect(await message("/api/x/", 400, { name: ["This field is required."], port: ["Too big.", "No."] })).toContain(
      "HTTP 400: name: This field is required.; port: Too big. No.",
    );
    expect(await message("/api/x/", 500, {})).toContain("HTTP 500");
  });

  it("follows no redirect, so that the token is never sent on", async () => {
    const target = await listening(ok);
    const location = `http://127.0.0.1:${target.port}/api/status/`;
    const server = await listening((_request, response) => {
      response.writeHead(301, { location }).end();
    });
    const error = await failure(read(netboxOn(server.port)));
    expect(error).toMatchObject({ code: "backend_protocol", details: { status: 301 } });
    expect(error.message).toContain(`a redirect to ${location}`);
    expect(target.seen).toEqual([]);
  });

  it("tells when something else answers there", async () => {
    const server = await listening((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>hello</html>");
    });
    expect((await failure(read(netboxOn(server.port)))).message).toContain(
      "does not look like NetBox (it is not JSON)",
    );
    const other = await listening((_request, response) => json(response, 200, { ok: "yes" }));
    expect(await failure(read(netboxOn(other.port)))).toMatchObject({ code: "backend_protocol" });
  });

  it("says why nobody answered", async () => {
    const error = await failure(read(netboxOn(await closedPort())));
    expect(error).toMatchObject({ code: "backend_unreachable", details: { networkCode: "ECONNREFUSED" } });
    expect(error.message).toContain("NetBox lab could not be reached at http://127.0.0.1:");
    expect((await failure(read(netboxOn(80, { ipAddress: null })))).message).toContain("neither a usable domain");
    const silent = await listening(() => {});
    const late = netboxRequest(netboxOn(silent.port), { path: "/api/status/", schema: Answer, timeoutMs: 60 });
    expect((await failure(late)).message).toContain("no answer to GET /api/status/ within 0.06 s");
  });

  it("never reaches addresses outside NETBOX_NETWORKS", async () => {
    const inside = await failure(read(netboxOn(8080, { ipAddress: "169.254.169.254" })));
    expect(inside.message).toContain("is never used");
    setEndpointPolicies({ ...networks, NETBOX_NETWORKS: ["10.0.0.0/8"] });
    const server = await listening(ok);
    const error = await failure(read(netboxOn(server.port)));
    setEndpointPolicies(networks);
    expect(error.message).toContain("add 127.0.0.1/32 to NETBOX_NETWORKS");
    expect(server.seen).toEqual([]);
  });

  it("trusts CONSOLE_CA_FILE", async () => {
    const certificate = await testCertificate();
    closers.push(certificate.remove);
    const server = await listening(ok, { tls: certificate });
    const target = netboxOn(server.port, { verifySsl: true });
    expect((await failure(read(target))).message).toContain("CONSOLE_CA_FILE");
    setEndpointPolicies({ ...networks, CONSOLE_CA_FILE: certificate.caFile });
    expect(await read(target)).toEqual({ ok: true });
    setEndpointPolicies(networks);
  });

  it("ends at once by an abort, with the reason that was given", async () => {
    const stop = new AbortController();
    const reason = new Error("cancelled");
    const server = await listening(() => stop.abort(reason));
    expect(await failure(read(netboxOn(server.port), stop.signal))).toBe(reason);
    const second = new AbortController();
    const half = await listening((_request, response) => {
      response.writeHead(200, { "content-length": "50" }).write("{");
      setImmediate(() => second.abort(reason));
    });
    expect(await failure(read(netboxOn(half.port), second.signal))).toBe(reason);
  });
});
