import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { backendOn, TEST_KEY } from "../testing/backend.ts";
import { failure, json, type Seen, serve } from "../testing/http-server.ts";
import { backendRequest } from "./request.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Rules = {
  /** The keys the backend knows at the start. */
  keys?: string[];
  /** What a registration is answered; 409 means that another process of ours was faster. */
  register?: number;
  /** Answers of `/clusters` before it looks at the key. */
  first?: { status: number; body: unknown }[];
};

/** Behaves like the service: any key is refused until one is registered, and then only that one is taken. */
async function backend(rules: Rules = {}) {
  const keys = new Set(rules.keys ?? []);
  const script = [...(rules.first ?? [])];
  const server = await serve((request, response) => {
    const key = String(request.headers["x-proxbox-api-key"] ?? "");
    if (request.path === "/auth/bootstrap-status") {
      return json(response, 200, { needs_bootstrap: keys.size === 0, has_db_keys: keys.size > 0 });
    }
    if (request.path === "/auth/register-key") {
      if (rules.register === 409) keys.add(TEST_KEY);
      if (rules.register) return json(response, rules.register, { detail: "An API key is already configured." });
      keys.add((JSON.parse(request.body) as { api_key: string }).api_key);
      return json(response, 201, { detail: "API key registered." });
    }
    const scripted = request.path === "/clusters" ? script.shift() : undefined;
    if (scripted) return json(response, scripted.status, scripted.body);
    if (keys.has(key)) return json(response, 200, { fine: true });
    return json(response, 401, {
      detail: keys.size === 0 ? "No API key configured. Register a key." : "Invalid API key. 4 attempts remaining.",
    });
  });
  closers.push(server.close);
  return { ...server, keys, paths: () => server.seen.map(({ path }) => path) };
}

const Fine = z.object({ fine: z.boolean() });
const read = (ctx: ReturnType<typeof backendOn>, signal?: AbortSignal) =>
  backendRequest(ctx, { path: "clusters", schema: Fine, signal });
const keyOf = (request: Seen | undefined) => request?.headers["x-proxbox-api-key"];

describe("a 401 about the API key", () => {
  it("registers our key at a backend without any, repeats the call once and keeps nothing new", async () => {
    const server = await backend();
    const saved: string[] = [];
    const ctx = backendOn(server.port, {}, { saveKey: async (key) => void saved.push(key) });
    expect(await read(ctx)).toEqual({ fine: true });
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/auth/register-key", "/clusters"]);
    expect([...server.keys]).toEqual([TEST_KEY]);
    expect(saved).toEqual([TEST_KEY]);
  });

  it("makes a key of a length the backend takes when we hold none, saves it, and uses it from then on", async () => {
    const server = await backend();
    const saved: string[] = [];
    const ctx = backendOn(server.port, { key: null }, { saveKey: async (key) => void saved.push(key) });
    await read(ctx);
    await read(ctx);
    const [key = ""] = saved;
    expect(saved).toHaveLength(1);
    expect(Buffer.byteLength(key)).toBeGreaterThanOrEqual(32);
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(72);
    expect(keyOf(server.seen[0])).toBeUndefined();
    expect(keyOf(server.seen.at(-1))).toBe(key);
    expect(server.paths().filter((path) => path === "/auth/register-key")).toHaveLength(1);
  });

  it("registers once for calls that fail side by side", async () => {
    const server = await backend();
    const saved: string[] = [];
    const ctx = backendOn(server.port, { key: null }, { saveKey: async (key) => void saved.push(key) });
    const answers = await Promise.all(Array.from({ length: 8 }, () => read(ctx)));
    expect(answers).toHaveLength(8);
    expect(saved).toHaveLength(1);
    expect([...server.keys]).toEqual(saved);
  });

  it("verifies our key at a backend that has one, and repeats the call once", async () => {
    const server = await backend({
      keys: [TEST_KEY],
      first: [{ status: 401, body: { detail: "API key required. 4 attempts remaining." } }],
    });
    expect(await read(backendOn(server.port))).toEqual({ fine: true });
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/version", "/clusters"]);
  });

  it("never loops: a wrong key is verified once, and the first refusal is what the caller sees", async () => {
    const server = await backend({ keys: ["another key altogether, of another owner"] });
    const ctx = backendOn(server.port);
    const error = await failure(read(ctx));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 401, isKeyProblem: true } });
    expect(error.message).toBe("lab backend answered HTTP 401: Invalid API key. 4 attempts remaining.");
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/version"]);
    await failure(read(ctx));
    expect(server.paths().slice(3)).toEqual(["/clusters"]);
    await failure(read(backendOn(server.port, { id: ctx.backendId })));
    expect(server.paths().slice(4)).toEqual(["/clusters"]);
    server.keys.add("the key that was entered afterwards, and is right");
    const right = backendOn(server.port, {
      id: ctx.backendId,
      key: "the key that was entered afterwards, and is right",
    });
    expect(await read(right)).toEqual({ fine: true });
  });

  it("never loops: a repeat that is refused again ends the call", async () => {
    const refusal = { status: 401, body: { detail: "API key required." } };
    const server = await backend({ keys: [TEST_KEY], first: [refusal, refusal, refusal] });
    expect(await failure(read(backendOn(server.port)))).toMatchObject({ details: { status: 401 } });
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/version", "/clusters"]);
  });

  it("sends nothing more without a key when the backend belongs to somebody else", async () => {
    const server = await backend({ keys: ["another key altogether, of another owner"] });
    expect(await failure(read(backendOn(server.port, { key: null })))).toMatchObject({ details: { status: 401 } });
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status"]);
  });

  it("takes a registration that lost a race for done when our key is accepted", async () => {
    const server = await backend({ register: 409 });
    expect(await read(backendOn(server.port))).toEqual({ fine: true });
    expect(server.paths().slice(1)).toEqual(["/auth/bootstrap-status", "/auth/register-key", "/version", "/clusters"]);
  });

  it("tells why a registration failed", async () => {
    const server = await backend({ register: 500 });
    expect(await failure(read(backendOn(server.port)))).toMatchObject({
      code: "backend_failed",
      details: { status: 500, path: "auth/register-key" },
    });
  });

  it("takes the key that another process registered and stores a moment later", async () => {
    const server = await backend({ keys: [TEST_KEY] });
    const stored = [null, null, TEST_KEY];
    const ctx = backendOn(server.port, { key: null }, { loadKey: async () => stored.shift() ?? null });
    expect(await read(ctx)).toEqual({ fine: true });
    expect(stored).toEqual([]);
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/clusters"]);
  });

  it("takes the key that was entered anew since the call began, and asks once when there is none", async () => {
    const server = await backend({ keys: [TEST_KEY] });
    const old = { key: "an-old-key-0123456789-0123456789-0123456789" };
    expect(await read(backendOn(server.port, old, { loadKey: async () => TEST_KEY }))).toEqual({ fine: true });
    let asked = 0;
    const loadKey = async () => {
      asked += 1;
      return old.key;
    };
    expect(await failure(read(backendOn(server.port, old, { loadKey })))).toMatchObject({ code: "backend_refused" });
    expect(asked).toBe(1);
  });

  it("lets an abort through while the key is registered", async () => {
    const reason = new Error("cancelled");
    const stop = new AbortController();
    const server = await serve((request, response) => {
      if (request.path === "/clusters") return json(response, 401, { detail: "API key required." });
      stop.abort(reason);
    });
    closers.push(server.close);
    expect(await failure(read(backendOn(server.port), stop.signal))).toBe(reason);
  });
});

describe("a 401 of Proxmox", () => {
  it("is no key problem: nothing is registered and nothing repeated", async () => {
    const body = {
      message: "Could not return Proxmox Sessions",
      detail: { reason: "proxmox_session_acquisition_failed", error_type: "ProxboxException", upstream_status: 401 },
      python_exception: "ProxboxException",
    };
    const server = await backend({ first: [{ status: 401, body }] });
    const error = await failure(read(backendOn(server.port)));
    expect(error).toMatchObject({
      code: "backend_refused",
      details: { status: 401, isKeyProblem: false, upstreamStatus: 401 },
    });
    expect(error.message).toContain("Proxmox refused the user name, password or token of this endpoint");
    expect(server.paths()).toEqual(["/clusters"]);
  });
});
