import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { parseEnv } from "#lib/env";
import { setSingleton } from "#lib/singleton";
import { setUpProcess, TEST_KEYS } from "#lib/testing/process";
import { ask, type TestWeb, testWeb } from "#lib/testing/web";
import { GET } from "./route.ts";

const TOKEN = "a-token-for-prometheus";
let open: OpenDb;
let web: TestWeb;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
});
afterAll(async () => {
  await web.close();
  await open.close();
});

function configure(METRICS_TOKEN?: string) {
  const env = parseEnv({
    DATABASE_URL: open.url,
    CONSOLE_SECRET_KEYS: TEST_KEYS,
    ...(METRICS_TOKEN && { METRICS_TOKEN }),
  });
  setSingleton("runtime", { ...open, env, listener: web.listener, log: { error: () => {} } });
}

it("says how the console is doing to whoever has the token for it, and to nobody else", async () => {
  const admin = await web.user("admin");
  configure(TOKEN);
  expect((await GET(ask("/api/metrics"))).status).toBe(401);
  expect((await GET(ask("/api/metrics", { token: admin.token }))).status).toBe(401);
  const answer = await GET(ask("/api/metrics", { token: TOKEN }));
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
  const text = await answer.text();
  expect(text).toContain("proxbox_workers_up 0");
  expect(text).not.toContain("proxbox_last_success_seconds");
});

it("stays shut when no token is configured", async () => {
  configure();
  expect((await GET(ask("/api/metrics", { token: "undefined" }))).status).toBe(401);
});
