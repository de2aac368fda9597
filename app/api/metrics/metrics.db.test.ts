import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { parseEnv } from "#lib/env";
import { setSingleton } from "#lib/singleton";
import { pendingJob } from "#lib/testing/jobs";
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
  expect(text).toContain('proxbox_queue_jobs{status="pending"} 0');
});

it("counts jobs by outcome, stages with their time, the queue, workers and the age of the last success", async () => {
  configure(TOKEN);
  const ended = await pendingJob(open.db);
  const waiting = await pendingJob(open.db);
  await open.pool.query(
    "update jobs set status = 'completed', outcome = 'ok', completed_at = now() - interval '60 s' where id = $1",
    [ended.id],
  );
  await open.pool.query("update jobs set created_at = now() - interval '30 s' where id = $1", [waiting.id]);
  await open.pool.query(
    "insert into job_stages (job_id, position, sync_type, status, started_at, completed_at) values ($1, 1, 'devices', 'completed', now() - interval '3 s', now())",
    [ended.id],
  );
  await open.pool.query("insert into workers (name, version, state) values ('w', '1', 'ready')");
  const text = await (await GET(ask("/api/metrics", { token: TOKEN }))).text();
  const value = (name: string) => Number(new RegExp(`^${name.replaceAll(/[{}]/g, "\\$&")} (.*)$`, "m").exec(text)?.[1]);
  expect(value('proxbox_jobs{status="completed",outcome="ok"}')).toBe(1);
  expect(value('proxbox_queue_jobs{status="pending"}')).toBe(1);
  expect(value('proxbox_stages{sync_type="devices",status="completed"}')).toBe(1);
  expect(value('proxbox_stage_seconds{sync_type="devices",status="completed"}')).toBeCloseTo(3, 0);
  expect(value("proxbox_workers_up")).toBe(1);
  expect(value("proxbox_last_success_seconds")).toBeGreaterThanOrEqual(60);
  expect(value("proxbox_oldest_waiting_job_seconds")).toBeGreaterThanOrEqual(30);
});

it("stays shut when no token is configured", async () => {
  configure();
  expect((await GET(ask("/api/metrics", { token: "undefined" }))).status).toBe(401);
});
