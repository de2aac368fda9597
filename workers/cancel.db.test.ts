import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelJob } from "#lib/jobs/cancel";
import { startJobNow } from "#lib/jobs/start-now";
import { watchJob } from "#lib/jobs/watch";
import { stageOf } from "#lib/sync/stages";
import { asAdmin } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { testWorker } from "./testing.ts";
import type { Worker } from "./worker.ts";

/** Far beyond the limit of a test: whoever waited to the end of such a wait before hearing the cancel would fail it. */
const FOREVER_MS = 600_000;
const patient = { readyWaitMs: FOREVER_MS, retryPauseMs: FOREVER_MS, busyWaitMs: FOREVER_MS, busyPollMs: FOREVER_MS };
const DEVICES = `/${stageOf("devices")?.streamPath}`;

let rig: SyncRig;
let worker: Worker;
beforeAll(async () => {
  rig = await syncRig();
  worker = await testWorker(rig.open.url, { timings: patient });
});
afterAll(async () => {
  await worker.stop();
  await rig.close();
});
beforeEach(() => {
  rig.sim.control.clearFaults();
  rig.sim.control.forgetRequests();
});

const cancel = (jobId: number) => cancelJob(asAdmin(rig.open.db), jobId);
const later = () => new Date(Date.now() + 3_600_000).toISOString();
const cancelled = { status: "failed", outcome: "cancelled", error: "Cancelled by user.", error_code: "Cancelled" };

/** Resolves when a frame of the job says this. */
async function said(jobId: number, text: string): Promise<void> {
  const { signal } = new AbortController();
  const input = { jobId, after: 0, signal };
  for await (const event of watchJob({ db: rig.open.db, listener: rig.listener }, input)) {
    if (event.kind === "frames" && event.frames.some((frame) => frame.text.includes(text))) return;
  }
  throw new Error(`the job ended without "${text}"`);
}

describe("a cancel is heard while a job waits", () => {
  it("for a backend that is not ready", async () => {
    rig.sim.control.fail("/health", 503, "always");
    const job = await rig.enqueue({ sync_types: ["devices"] });
    await said(job.id, "Trying again");
    await cancel(job.id);
    expect(await rig.ended(job.id)).toMatchObject(cancelled);
  });

  it("for a backend that takes the request and says nothing", async () => {
    rig.sim.control.hang("/health", "always");
    const job = await rig.enqueue({ sync_types: ["devices"] });
    await rig.sim.control.whenSeen("/health");
    await cancel(job.id);
    expect(await rig.ended(job.id)).toMatchObject(cancelled);
  });

  it("for the next try of a stage", async () => {
    rig.sim.control.fail(DEVICES, 503, "always");
    const job = await rig.enqueue({ sync_types: ["devices"] });
    await rig.sim.control.whenClosed(DEVICES);
    await said(job.id, "503");
    await cancel(job.id);
    expect(await rig.ended(job.id)).toMatchObject(cancelled);
  });

  it("for a stream that fell silent, and closes it", async () => {
    rig.sim.control.hangAfter(DEVICES, 1);
    const job = await rig.enqueue({ sync_types: ["devices"] });
    await said(job.id, "Starting devices synchronization.");
    await cancel(job.id);
    expect(await rig.ended(job.id)).toMatchObject(cancelled);
    await rig.sim.control.whenClosed(DEVICES);
    expect(rig.sim.requests(DEVICES)).toMatchObject([{ aborted: true }]);
  });

  it("for a backend that still works on the request before", async () => {
    const own = await testWorker(rig.open.url, { timings: patient });
    const hold = rig.sim.control.hold("/full-update/stream", 1);
    rig.sim.control.leaveStaleRuns();
    await worker.stop();
    const job = await rig.enqueue({ mode: "full-update" });
    await hold.reached;
    worker = await testWorker(rig.open.url, { timings: patient });
    await own.stop();
    await said(job.id, "still finishing the previous request");
    expect((await rig.open.pool.query("select waiting_reason from jobs where id = $1", [job.id])).rows).toEqual([
      { waiting_reason: "The backend is still finishing the previous request." },
    ]);
    await cancel(job.id);
    expect(await rig.ended(job.id)).toMatchObject(cancelled);
    hold.release();
    rig.sim.control.leaveStaleRuns(false);
  });

  it("for a database that does not answer it", async () => {
    const job = await rig.enqueue({ sync_types: ["devices"], scheduled_at: later() });
    const blocker = await rig.open.pool.connect();
    try {
      await blocker.query("begin");
      await blocker.query("lock table netbox_endpoints in access exclusive mode");
      await startJobNow(asAdmin(rig.open.db), job.id);
      const blocked = "select 1 from pg_locks where relation = 'netbox_endpoints'::regclass and not granted";
      while ((await blocker.query(blocked)).rowCount === 0);
      await cancel(job.id);
      expect(await rig.ended(job.id)).toMatchObject(cancelled);
    } finally {
      await blocker.query("rollback");
      blocker.release();
    }
  });
});

it("who cancelled and when is kept", async () => {
  const hold = rig.sim.control.hold(DEVICES, 1);
  const job = await rig.enqueue({ sync_types: ["devices"] });
  await hold.reached;
  await cancel(job.id);
  expect(await rig.ended(job.id)).toMatchObject({ cancel_requested_at: expect.any(String) });
  hold.release();
  const { rows } = await rig.open.pool.query(
    "select cancel_requested_by, (select username from audit_log where action = 'cancel' and object_id = jobs.id::text) as name from jobs where id = $1",
    [job.id],
  );
  expect(rows).toEqual([{ cancel_requested_by: 1, name: "test-admin" }]);
});

it("a stage that is silent says by timer that it runs", async () => {
  await worker.stop();
  worker = await testWorker(rig.open.url, { timings: { ...patient, heartbeatMs: 20 } });
  rig.sim.control.hangAfter(DEVICES, 1);
  const job = await rig.enqueue({ sync_types: ["devices"] });
  await said(job.id, "Still running, last frame");
  await cancel(job.id);
  expect(await rig.ended(job.id)).toMatchObject(cancelled);
});

it("what earlier attempts used of the job's time counts, by the database's clock", async () => {
  const job = await rig.enqueue({ sync_types: ["devices"], scheduled_at: later() });
  await rig.open.pool.query("update jobs set started_at = now() - interval '3 hours' where id = $1", [job.id]);
  rig.sim.control.hangAfter(DEVICES, 1);
  await startJobNow(asAdmin(rig.open.db), job.id);
  expect(await rig.ended(job.id)).toMatchObject({ status: "errored", error_code: "JobTimeoutException" });
});
