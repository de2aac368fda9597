import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { silentLogger } from "../log.ts";
import { pendingJob } from "../testing/jobs.ts";
import { scaleLeaseNumbers } from "./lease-numbers.ts";
import { claimLease } from "./lease-store.ts";
import { reconcileJobs } from "./reconcile.ts";
import { findJob } from "./store.ts";

let open: OpenDb;
beforeAll(async () => {
  // The server of the tests has only just started: its grace must be over.
  scaleLeaseNumbers(0.01);
  open = await testDatabase();
});
afterAll(() => open.close());

const ringsOf = async (jobId: number) =>
  (await open.pool.query("select 1 from pgboss.job where data->>'jobId' = $1", [String(jobId)])).rowCount ?? 0;

it("a death rings again what the dead worker had been given and not begun", async () => {
  const [running, given] = [await pendingJob(open.db), await pendingJob(open.db)];
  await open.pool.query("update jobs set updated_at = now() - interval '2 seconds' where id = $1", [given.id]);
  await reconcileJobs(open.db, silentLogger);
  expect(await ringsOf(given.id), "nobody died").toBe(1);

  const keys = ["backend:1/pve:8006"];
  await claimLease(open.db, { jobId: running.id, workerId: 1, backendId: 1, keys, maxParallel: 5 });
  await open.pool.query("update jobs set lease_expires_at = now() - interval '1 second' where id = $1", [running.id]);
  await reconcileJobs(open.db, silentLogger);
  expect(await findJob(open.db, running.id)).toMatchObject({ status: "pending", losses: 1 });
  expect(await ringsOf(given.id), "rung again").toBe(2);
});
