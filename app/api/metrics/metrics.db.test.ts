import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { parseEnv } from "#lib/env";
import { appendFrames } from "#lib/frames/store";
import { claimLease, finishLease } from "#lib/jobs/lease-store";
import { pruneJobs } from "#lib/jobs/prune";
import { watchJob } from "#lib/jobs/watch";
import { silentLogger } from "#lib/log";
import { processMetrics } from "#lib/metrics/process";
import { setSingleton } from "#lib/singleton";
import { noteFrame, pendingJob } from "#lib/testing/jobs";
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
  await open.pool.query("update jobs set created_at = now() - interval '30 s' where id = $1", [waiting.id]);
  await open.pool.query(
    "insert into job_stages (job_id, position, sync_type, status, started_at, completed_at) values ($1, 1, 'devices', 'completed', now() - interval '3 s', now())",
    [ended.id],
  );
  const keys = ["backend:1/pve:8006"];
  const claim = await claimLease(open.db, { jobId: ended.id, workerId: 1, backendId: 1, keys, maxParallel: 5 });
  if (claim.kind !== "claimed") throw new Error(claim.kind);
  await appendFrames(open.db, claim.lease, [noteFrame("one"), noteFrame("two")]);
  const end = { status: "completed", outcome: "ok", error: null, errorCode: null, suggestion: null } as const;
  await finishLease(open.db, claim.lease, end);
  await open.pool.query("update jobs set completed_at = now() - interval '60 s' where id = $1", [ended.id]);
  await open.pool.query("insert into workers (name, version, state) values ('w', '1', 'ready')");
  const read = async () => (await GET(ask("/api/metrics", { token: TOKEN }))).text();
  const text = await read();
  const valueIn = (page: string, name: string) =>
    Number(new RegExp(`^${name.replaceAll(/[{}]/g, "\\$&")} (.*)$`, "m").exec(page)?.[1]);
  const value = (name: string) => valueIn(text, name);
  expect(value('proxbox_jobs_total{status="completed",outcome="ok"}')).toBe(1);
  expect(value('proxbox_queue_jobs{status="pending"}')).toBe(1);
  expect(value('proxbox_stages_total{sync_type="devices",status="completed"}')).toBe(1);
  expect(value('proxbox_stage_seconds_total{sync_type="devices",status="completed"}')).toBeCloseTo(3, 0);
  expect(value("proxbox_frames_total")).toBe(2);
  expect(value("proxbox_workers_up")).toBe(1);
  expect(value("proxbox_last_success_seconds")).toBeGreaterThanOrEqual(60);
  expect(value("proxbox_oldest_waiting_job_seconds")).toBeGreaterThanOrEqual(30);

  await pruneJobs(open.db, { days: 1, jobs: 1000 }, silentLogger);
  await open.pool.query("delete from jobs where id = $1", [ended.id]);
  const later = await read();
  expect(valueIn(later, 'proxbox_jobs_total{status="completed",outcome="ok"}'), "a forgotten job still counts").toBe(1);
  expect(valueIn(later, "proxbox_frames_total")).toBe(2);
});

it("names a backend that nothing is sent to while it locks this console out", async () => {
  configure(TOKEN);
  await open.pool.query(
    "insert into backends (name, ip_address, port, locked_until) values ('locked', '127.0.0.1', 1, now() + interval '1 min')",
  );
  const read = async () => (await GET(ask("/api/metrics", { token: TOKEN }))).text();
  expect(await read()).toMatch(/proxbox_backend_paused\{backend_id="\d+"\} 1/);
  await open.pool.query("update backends set locked_until = now()");
  expect(await read()).not.toContain("proxbox_backend_paused{");
});

it("tells how late a viewer who follows is sent a frame; what was there before does not count", async () => {
  const job = await pendingJob(open.db);
  const claim = await claimLease(open.db, { jobId: job.id, workerId: 1, backendId: 1, keys: [], maxParallel: 100 });
  if (claim.kind !== "claimed") throw new Error(claim.kind);
  const late = (seconds: number) => ({ ...noteFrame("late"), at: new Date(Date.now() - seconds * 1000) });
  await appendFrames(open.db, claim.lease, [late(60)]);
  const stop = new AbortController();
  const watch = watchJob({ db: open.db, listener: web.listener }, { jobId: job.id, after: 0, signal: stop.signal });
  await watch.next();
  const follows = watch.next();
  expect(await processMetrics()).toContain("proxbox_stream_lag_seconds_count 0");
  await appendFrames(open.db, claim.lease, [late(5)]);
  await follows;
  const text = await processMetrics();
  expect(text).toContain("proxbox_stream_lag_seconds_count 1");
  expect(text).toContain('proxbox_stream_lag_seconds_bucket{le="2.5"} 0');
  expect(text).toContain('proxbox_stream_lag_seconds_bucket{le="10"} 1');
  stop.abort();
  await watch.return(undefined);
});
