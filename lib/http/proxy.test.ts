import { NextRequest } from "next/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { proxy } from "../../proxy.ts";
import { parseEnv } from "../env.ts";
import { setSingleton } from "../singleton.ts";
import { TEST_KEYS } from "../testing/process.ts";

const environment = (publicUrl?: string) =>
  setSingleton(
    "env",
    parseEnv({ DATABASE_URL: "postgres://localhost/x", CONSOLE_SECRET_KEYS: TEST_KEYS, CONSOLE_PUBLIC_URL: publicUrl }),
  );
beforeEach(() => environment());
afterEach(() => setSingleton("env", undefined));

const answer = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  proxy(new NextRequest(`http://console.test${path}`, { method, headers: { host: "console.test", ...headers } }));
const directives = (response: Response): Record<string, string> =>
  Object.fromEntries(
    (response.headers.get("content-security-policy") ?? "").split("; ").map((text) => {
      const [name = "", ...rest] = text.split(" ");
      return [name, rest.join(" ")];
    }),
  );

describe("the content security policy", () => {
  it("lets only scripts and styles with this answer's nonce run, and nothing frame or redirect us", () => {
    const policy = directives(answer("/login"));
    const nonce = /'nonce-([^']+)'/.exec(policy["script-src"] ?? "")?.[1];
    expect(policy).toMatchObject({
      "default-src": "'none'",
      "script-src": `'nonce-${nonce}' 'strict-dynamic'`,
      "style-src": `'self' 'nonce-${nonce}'`,
      "form-action": "'self'",
      "frame-ancestors": "'none'",
      "base-uri": "'none'",
      "object-src": "'none'",
    });
  });

  it("has a nonce that is never the same twice", () => {
    const nonces = Array.from({ length: 50 }, () => directives(answer("/login"))["script-src"]);
    expect(new Set(nonces).size).toBe(50);
  });
});

describe("strict transport security", () => {
  const hsts = (headers?: Record<string, string>) => answer("/login", headers).headers.get("strict-transport-security");

  it("is asked for behind TLS: by the public URL, or by what the trusted proxy says", () => {
    expect(hsts()).toBeNull();
    expect(hsts({ "x-forwarded-proto": "https" })).toBe("max-age=31536000");
    environment("https://console.example");
    expect(hsts()).toBe("max-age=31536000");
  });
});

describe("strangers", () => {
  it("are sent to the sign-in with a way back that stays here", () => {
    const sent = answer("/jobs?status=failed", { accept: "text/html" });
    expect(sent.status).toBe(303);
    const location = new URL(sent.headers.get("location") ?? "");
    expect([location.host, location.pathname, location.searchParams.get("next")]).toEqual([
      "console.test",
      "/login",
      "/jobs?status=failed",
    ]);
  });
});

describe("what is sent to a page", () => {
  const target = (path: string, method: string, headers: Record<string, string> = {}) =>
    answer(path, headers, method).headers.get("x-middleware-rewrite");

  it.each(["/login", "/setup", "/login/"])("goes to the route that stands for it, whatever it holds: %s", (path) => {
    const route = `http://console.test/api/session${path}`;
    expect(target(path, "POST")).toBe(route);
    expect(target(path, "POST", { "content-type": "application/json" })).toBe(route);
  });

  it("is no read of it, and nothing that is sent elsewhere", () => {
    const json = { "content-type": "application/json" };
    expect([target("/login", "GET", json), target("/login", "HEAD", json), target("/logout", "POST", json)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
