import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { backendOn, TEST_KEY } from "../testing/backend.ts";
import { failure, json, type Seen, serve } from "../testing/http-server.ts";
import type { KeyStore } from "./recover-key.ts";
import { refusalsInMemory } from "./refusals.ts";
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

/** A row that several processes share. */
function shelf(key: string | null = null) {
  const row = { key, loads: 0 };
  const keys: KeyStore = {
    load: async () => {
      row.loads += 1;
      return row.key;
    },
    claim: async (made) => (row.key ??= made),
  };
  return { row, keys };
}

const Fine = z.object({ fine: z.boolean() });
const read = (ctx: ReturnType<typeof backendOn>, signal?: AbortSignal) =>
  backendRequest(ctx, { path: "clusters", schema: Fine, signal });
const keyOf = (request: Seen | undefined) => request?.headers["x-proxbox-api-key"];

describe("a 401 about the API key", () => {
  it("registers our key at a backend without any, repeats the call once and keeps nothing new", async () => {
    const server = await backend();
    const { row, keys } = shelf(TEST_KEY);
    const ctx = backendOn(server.port, {}, { keys });
    expect(await read(ctx)).toEqual({ fine: true });
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/auth/register-key", "/clusters"]);
    expect([...server.keys]).toEqual([TEST_KEY]);
    expect(row.key).toBe(TEST_KEY);
  });

  it("makes a key of a length the backend takes when we hold none, saves it, and uses it from then on", async () => {
    const server = await backend();
    const { row, keys } = shelf();
    const ctx = backendOn(server.port, { key: null }, { keys });
    await read(ctx);
    await read(ctx);
    const key = row.key ?? "";
    expect(Buffer.byteLength(key)).toBeGreaterThanOrEqual(32);
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(72);
    expect(keyOf(server.seen[0])).toBeUndefined();
    expect(keyOf(server.seen.at(-1))).toBe(key);
    expect(server.paths().filter((path) => path === "/auth/register-key")).toHaveLength(1);
  });

  it("registers once for calls that fail side by side", async () => {
    const server = await backend();
    const { row, keys } = shelf();
    const ctx = backendOn(server.port, { key: null }, { keys });
    const answers = await Promise.all(Array.from({ length: 8 }, () => read(ctx)));
    expect(answers).toHaveLength(8);
    expect([...server.keys]).toEqual([row.key]);
    expect(server.paths().filter((path) => path === "/auth/register-key")).toHaveLength(1);
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
    const refusals = refusalsInMemory();
    const ctx = backendOn(server.port, {}, { refusals });
    const error = await failure(read(ctx));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 401, isKeyProblem: true } });
    expect(error.message).toBe("lab backend answered HTTP 401: Invalid API key. 4 attempts remaining.");
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/version"]);
    await failure(read(ctx));
    expect(server.paths().slice(3)).toEqual(["/clusters"]);
    await failure(read(backendOn(server.port, { id: ctx.backendId }, { refusals })));
    expect(server.paths().slice(4)).toEqual(["/clusters"]);
    server.keys.add("the key that was entered afterwards, and is right");
    const entered = { id: ctx.backendId, key: "the key that was entered afterwards, and is right" };
    const right = backendOn(server.port, entered, { refusals });
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

  it("takes the key that another process stored and registered since the call began", async () => {
    const server = await backend({ keys: [TEST_KEY] });
    expect(await read(backendOn(server.port, { key: null }, shelf(TEST_KEY)))).toEqual({ fine: true });
    expect(server.paths()).toEqual(["/clusters", "/auth/bootstrap-status", "/clusters"]);
  });

  it("brings one key from processes that meet a new backend in the same moment, whoever is first", async () => {
    const server = await backend();
    const { row, keys } = shelf();
    const bothAsked = Promise.withResolvers<void>();
    // Contexts of two ids share no flight, as those of two processes do not.
    const processes = [1, 2].map((number) =>
      backendOn(
        server.port,
        { key: null },
        {
          keys: {
            load: keys.load,
            claim: async (made) => {
              if (number === 2) bothAsked.resolve();
              await bothAsked.promise;
              return keys.claim(made);
            },
          },
        },
      ),
    );
    expect(await Promise.all(processes.map((ctx) => read(ctx)))).toEqual([{ fine: true }, { fine: true }]);
    expect([...server.keys]).toEqual([row.key]);
  });

  it("makes no key that nobody would keep", async () => {
    const server = await backend();
    expect(await failure(read(backendOn(server.port, { key: null })))).toMatchObject({ details: { status: 401 } });
    expect([...server.keys]).toEqual([]);
  });

  it("asks again for a key that another address of the same backend refused", async () => {
    const [wrong, right] = [await backend({ keys: ["another key, of another owner"] }), await backend()];
    const { keys } = shelf();
    const ctx = backendOn(wrong.port, { key: null }, { keys });
    await failure(read(ctx));
    expect(await read(backendOn(right.port, { id: ctx.backendId, key: null }, { keys }))).toEqual({ fine: true });
  });

  it("takes the key that was entered anew since the call began, and asks once when there is none", async () => {
    const server = await backend({ keys: [TEST_KEY] });
    const old = { key: "an-old-key-0123456789-0123456789-0123456789" };
    expect(await read(backendOn(server.port, old, shelf(TEST_KEY)))).toEqual({ fine: true });
    const { row, keys } = shelf(old.key);
    expect(await failure(read(backendOn(server.port, old, { keys })))).toMatchObject({ code: "backend_refused" });
    expect(row.loads).toBe(1);
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
