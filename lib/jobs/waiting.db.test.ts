import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { pendingJob } from "../testing/jobs.ts";
import { noWorkerSince } from "./waiting.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

it("names the job that waits longest, only after 30 s and only while no worker is alive", async () => {
  const [first, second] = [await pendingJob(open.db), await pendingJob(open.db)];
  expect(await noWorkerSince(open.db)).toBeNull();
  await open.pool.query("update jobs set created_at = now() - interval '31 seconds' where id = $1", [second.id]);
  await open.pool.query("update jobs set created_at = now() - interval '29 seconds' where id = $1", [first.id]);
  expect(await noWorkerSince(open.db)).toMatchObject({ jobId: second.id, command: "npm run start:worker" });
  await open.pool.query("insert into workers (name, version, state) values ('one', '1', 'ready')");
  expect(await noWorkerSince(open.db)).toBeNull();
  await open.pool.query("update workers set heartbeat_at = now() - interval '1 minute'");
  expect(await noWorkerSince(open.db)).not.toBeNull();
});
