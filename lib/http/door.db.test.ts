import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { openLockout } from "../auth/lockout.ts";
import { hashPassword, verifyPassword } from "../auth/password.ts";
import { closeSession } from "../auth/session.ts";
import { setUp } from "../auth/set-up.ts";
import { issueSetupCode } from "../auth/setup-code.ts";
import { signIn } from "../auth/sign-in.ts";
import type { AppError } from "../errors.ts";
import { setUpProcess } from "../testing/process.ts";
import { ask, at, PASSWORD, type TestWeb, testWeb } from "../testing/web.ts";
import { verifyCredentials } from "../users/credentials.ts";
import { eventStream } from "./event-stream.ts";
import { formMethods } from "./methods.ts";
import { localPath } from "./request-facts.ts";
import { route } from "./route.ts";

let open: OpenDb;
let web: TestWeb;
let admin: Awaited<ReturnType<TestWeb["user"]>>;
let viewer: Awaited<ReturnType<TestWeb["user"]>>;

beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
  admin = await web.user("admin");
  viewer = await web.user("viewer");
});
afterAll(async () => {
  await web.close();
  await open.close();
});

const echo = route({
  permission: "endpoints:write",
  body: z.strictObject({ name: z.string().min(1, "is empty") }),
  handle: async ({ body }) => ({ url: "/api/things/1", name: body.name }),
  done: () => "/things/1",
});
const read = route({
  permission: "jobs:read",
  query: z.strictObject({ q: z.string().optional() }),
  handle: async () => ({ ok: true }),
});
const broken = route({
  permission: "jobs:read",
  handle: async () => {
    throw new Error("select secret from vault");
  },
});

describe("who may enter", () => {
  it("asks strangers to sign in: programs by 401, people by the way to the form", async () => {
    const program = await read(ask("/api/x"), at());
    expect(program.status).toBe(401);
    expect(program.headers.get("www-authenticate")).toContain("Bearer");
    expect(await program.json()).toMatchObject({
      code: "unauthenticated",
      status: 401,
      request_id: expect.any(String),
    });
    const person = await read(ask("/api/x", { headers: { accept: "text/html" } }), at());
    expect([person.status, person.headers.get("location")]).toEqual([303, "/login?next=%2Fapi%2Fx"]);
  });

  it("takes a session cookie and both spellings of an API token", async () => {
    expect((await read(ask("/api/x", { cookie: viewer.cookie }), at())).status).toBe(200);
    for (const scheme of ["Bearer", "Token"]) {
      const headers = { authorization: `${scheme} ${viewer.token}` };
      expect((await read(ask("/api/x", { headers }), at())).status).toBe(200);
    }
    expect((await read(ask("/api/x", { token: `${viewer.token}x` }), at())).status).toBe(401);
  });

  it("refuses a role that is too low with 403, and a closed session with 401", async () => {
    expect((await echo(ask("/api/x", { cookie: viewer.cookie, json: { name: "a" } }), at())).status).toBe(403);
    const gone = await web.user("admin");
    await closeSession(open.db, gone.cookie.split("=")[1] ?? "");
    expect((await read(ask("/api/x", { cookie: gone.cookie }), at())).status).toBe(401);
  });

  it.each([
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 200],
    [{ origin: "http://evil.test" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "http://console.test" }, 200],
  ])("lets a cookie change things only from our own pages: %j", async (headers, status) => {
    const request = ask("/api/x", {
      cookie: admin.cookie,
      json: { name: "a" },
      headers: headers as Record<string, string>,
    });
    expect((await echo(request, at())).status).toBe(status);
  });

  it("refuses a cookie mutation that says nothing about where it comes from; tokens need not say", async () => {
    const silent = ask("/api/x", { json: { name: "a" }, headers: { cookie: admin.cookie } });
    expect(await (await echo(silent, at())).json()).toMatchObject({ code: "csrf", status: 403 });
    expect((await echo(ask("/api/x", { token: admin.token, json: { name: "a" } }), at())).status).toBe(200);
  });
});

describe("what comes in", () => {
  it("is refused with the field, also unknown fields and filters", async () => {
    const bad = await echo(ask("/api/x", { token: admin.token, json: { name: "", colour: "red" } }), at());
    expect(await bad.json()).toMatchObject({
      code: "invalid",
      errors: { name: ["is empty"], colour: ["is not a field of this object"] },
    });
    const filter = await read(ask("/api/x?colour=red", { token: admin.token }), at());
    expect(await filter.json()).toMatchObject({ code: "invalid", errors: { colour: [expect.any(String)] } });
  });

  it("may not be larger than 1 MiB, of another type, or broken JSON", async () => {
    const large = await echo(ask("/api/x", { token: admin.token, json: { name: "x".repeat(1_100_000) } }), at());
    expect(large.status).toBe(413);
    const odd = new Request("http://console.test/api/x", {
      method: "POST",
      body: "name=a",
      headers: { authorization: `Bearer ${admin.token}`, "content-type": "text/plain" },
    });
    expect((await echo(odd, at())).status).toBe(415);
    const torn = new Request("http://console.test/api/x", {
      method: "POST",
      body: "{",
      headers: { authorization: `Bearer ${admin.token}`, "content-type": "application/json" },
    });
    expect((await echo(torn, at())).status).toBe(400);
  });

  it("answers a failure of ours without saying what is inside", async () => {
    const answer = await broken(ask("/api/x", { token: viewer.token }), at());
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("vault");
  });
});

describe("native forms", () => {
  it("go to the page that shows the result, or back to the form with the message at the field and no secret", async () => {
    const good = await echo(
      ask("/api/x", { cookie: admin.cookie, form: { name: "a" }, headers: { accept: "text/html" } }),
      at(),
    );
    expect([good.status, good.headers.get("location")]).toEqual([303, "/things/1"]);
    const headers = { accept: "text/html", referer: "http://console.test/things/new?kind=a" };
    const form = { name: "", password: "hunter2hunter2", note: "keep me" };
    const bad = await echo(ask("/api/x", { cookie: admin.cookie, form, headers }), at());
    expect([bad.status, bad.headers.get("location")]).toEqual([303, "/things/new?kind=a"]);
    const cookie = bad.headers.get("set-cookie")?.split(";")[0]?.replace("form=", "") ?? "";
    const state = JSON.parse(Buffer.from(cookie, "base64url").toString());
    expect(state).toMatchObject({ action: "/api/x", values: { note: "keep me" }, errors: { name: ["is empty"] } });
    expect(JSON.stringify(state)).not.toContain("hunter2");
  });

  it("reach other methods by a hidden field, and no others than there are", async () => {
    const removed = route({ permission: "endpoints:write", handle: async () => undefined, done: () => "/things" });
    const POST = formMethods({ DELETE: removed });
    const ok = await POST(ask("/api/x", { cookie: admin.cookie, form: { _method: "DELETE" } }), at());
    expect([ok.status, ok.headers.get("location")]).toEqual([303, "/things"]);
    expect((await POST(ask("/api/x", { cookie: admin.cookie, form: { _method: "PATCH" } }), at())).status).toBe(405);
    expect((await POST(ask("/api/x", { cookie: viewer.cookie, form: { _method: "DELETE" } }), at())).status).toBe(303);
  });

  it.each(["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)", "/a\nb", ""])(
    "never lead to another place: %j",
    (next) => expect(localPath(next)).toBe("/"),
  );
});

describe("signing in", () => {
  const parts = () => ({ db: open.db, lockout: openLockout(open.pool), verify: verifyCredentials });
  const enter = (username: string, password: string, address = "10.9.9.9") =>
    signIn(parts(), { username, password, address, userAgent: null });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "ok",
      (error: AppError) => error.code,
    );

  it("opens a session for the right password and says the same for a wrong one and an unknown name", async () => {
    const user = await web.user("operator");
    expect(await enter(user.username.toUpperCase(), PASSWORD)).toMatch(/^[\w-]{43}$/);
    const wrong = await enter(user.username, "wrong").catch((error: AppError) => error.message);
    const unknown = await enter("nobody-at-all", "wrong").catch((error: AppError) => error.message);
    expect(wrong).toBe(unknown);
  });

  it("counts before it verifies: of twenty guesses at once five are looked at, then even the right one waits", async () => {
    const user = await web.user("operator");
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, n) => codeOf(enter(user.username, `guess ${n}`, `10.8.0.${n}`))),
    );
    expect(guesses.filter((code) => code === "unauthenticated")).toHaveLength(5);
    expect(guesses.filter((code) => code === "rate_limited")).toHaveLength(15);
    const right = await enter(user.username, PASSWORD).catch((error: AppError) => error);
    expect(right).toMatchObject({ code: "rate_limited", details: { retryAfterMs: expect.any(Number) } });
  });

  it("keeps passwords as argon2id, normalised and never cut", async () => {
    const phc = await hashPassword("e\u0301clair au chocolat");
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword("\u00e9clair au chocolat", phc)).toEqual({ isValid: true, needsRehash: false });
    expect((await verifyPassword("éclair au chocola", phc)).isValid).toBe(false);
  });

  it("sets up the first admin once, with the code that was printed", async () => {
    const own = await testDatabase();
    const code = await issueSetupCode(own.db);
    const input = { username: "root", password: PASSWORD };
    await expect(setUp(own.db, { ...input, code: "wrong" })).rejects.toMatchObject({
      fields: { code: [expect.any(String)] },
    });
    await expect(setUp(own.db, { ...input, code, password: "password1234" })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(await setUp(own.db, { ...input, code })).toMatchObject({ username: "root", role: "admin" });
    await expect(setUp(own.db, { ...input, code })).rejects.toMatchObject({ code: "conflict" });
    await own.close();
  });
});

describe("event streams", () => {
  it("stop their source when the reader leaves", async () => {
    let stopped = false;
    async function* forever(signal: AbortSignal) {
      try {
        while (!signal.aborted) yield "data: x\n\n";
      } finally {
        stopped = true;
      }
    }
    const response = eventStream(forever, { signal: new AbortController().signal });
    expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: x\n\n");
    await reader?.cancel();
    expect(stopped).toBe(true);
  });
});
