import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenDb, openDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { claimLease, handBackLease } from "../jobs/lease-store.ts";
import type { Lease } from "../jobs/schema.ts";
import { noteFrame, pendingJob } from "../testing/jobs.ts";
import { findFrames } from "./store.ts";
import { openFrameWriter } from "./writer.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

async function runningJob(): Promise<Lease> {
  const job = await pendingJob(open.db);
  const result = await claimLease(open.db, { jobId: job.id, workerId: 1, backendId: 1, keys: [], maxParallel: 100 });
  if (result.kind !== "claimed") throw new Error(result.kind);
  return result.lease;
}

/** The frame of this number, and its batch with it, waits until the gate is opened. */
async function closeGate(lease: Lease, seq: number) {
  const client = await open.pool.connect();
  await client.query("select pg_advisory_lock($1)", [lease.jobId]);
  await client.query(`
    create function wait_at_gate_${lease.jobId}() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(${lease.jobId}); return new; end $$;
    create trigger gate_${lease.jobId} before insert on job_frames for each row
      when (new.job_id = ${lease.jobId} and new.seq = ${seq}) execute function wait_at_gate_${lease.jobId}()`);
  return {
    open: async () => {
      await client.query("select pg_advisory_unlock($1)", [lease.jobId]);
      client.release();
    },
  };
}

const neverAborts = () => new AbortController().signal;

describe("the frame writer", () => {
  it("stores 200 000 frames completely and in order", async () => {
    const lease = await runningJob();
    const writer = openFrameWriter(open.db, lease, neverAborts());
    for (let number = 1; number <= 200_000; number += 1) await writer.add(noteFrame(`line ${number}`));
    await writer.flush();
    const { rows } = await open.pool.query(
      "select count(*)::int as count, min(seq)::int as first, max(seq)::int as last, bool_and(text = 'line ' || seq) as ordered from job_frames where job_id = $1",
      [lease.jobId],
    );
    expect(rows[0]).toEqual({ count: 200_000, first: 1, last: 200_000, ordered: true });
  });

  it("keeps data byte for byte, and makes a NUL visible that the database cannot hold", async () => {
    const lease = await runningJob();
    const writer = openFrameWriter(open.db, lease, neverAborts());
    const data = '{"a": "größe 🖥 \\u0000", "b" : [1,  2]}';
    await writer.add({ ...noteFrame("x\0y"), data });
    await writer.flush();
    expect(await findFrames(open.db, { jobId: lease.jobId, limit: 1 })).toMatchObject([{ data, text: "x\u2400y" }]);
  });

  it("waits for room and no longer: whoever adds goes on while the rest is being written", async () => {
    const lease = await runningJob();
    const gate = await closeGate(lease, 3_000);
    const writer = openFrameWriter(open.db, lease, neverAborts());
    for (let number = 1; number <= 6_000; number += 1) await writer.add(noteFrame(`line ${number}`));
    expect(writer.storedSeq()).toBeLessThan(3_000);
    await gate.open();
    await writer.flush();
    expect(writer.storedSeq()).toBe(6_000);
  });

  it("flushes what was added so far, whatever else is added meanwhile", async () => {
    const lease = await runningJob();
    const gate = await closeGate(lease, 2);
    const writer = openFrameWriter(open.db, lease, neverAborts());
    await writer.add(noteFrame("asked for"));
    const flushed = writer.flush();
    await writer.add(noteFrame("meanwhile"));
    await flushed;
    expect(writer.storedSeq()).toBe(1);
    await gate.open();
    await writer.flush();
    expect(writer.storedSeq()).toBe(2);
  });

  it("ends for good when the lease is lost", async () => {
    const lease = await runningJob();
    const writer = openFrameWriter(open.db, lease, neverAborts());
    await writer.add(noteFrame("mine"));
    await writer.flush();
    await handBackLease(open.db, lease);
    await writer.add(noteFrame("no longer mine"));
    await expect(writer.flush()).rejects.toThrow("lease");
    await expect(writer.add(noteFrame("neither"))).rejects.toThrow("lease");
    expect(await findFrames(open.db, { jobId: lease.jobId, limit: 10 })).toHaveLength(1);
  });

  it("goes on after the database cut its connections", async () => {
    const lease = await runningJob();
    // Its own pool is cut: a connection of the others' could still look alive to the next test.
    const own = openDb(open.url, { applicationName: "cut" });
    const writer = openFrameWriter(own.db, lease, neverAborts());
    for (let number = 1; number <= 5_000; number += 1) {
      await writer.add(noteFrame(`line ${number}`));
      if (number % 1_000 === 0) {
        await open.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'cut'",
        );
      }
    }
    await writer.flush();
    await own.close();
    const { rows } = await open.pool.query(
      "select count(*)::int as count, count(distinct text)::int as different from job_frames where job_id = $1",
      [lease.jobId],
    );
    expect(rows[0]).toEqual({ count: 5_000, different: 5_000 });
  });

  it("finds frames by cursor, level and text", async () => {
    const lease = await runningJob();
    const writer = openFrameWriter(open.db, lease, neverAborts());
    for (let number = 1; number <= 10; number += 1)
      await writer.add({ ...noteFrame(`50% of ${number}`), level: number === 7 ? "error" : "info" });
    await writer.flush();
    const seqs = async (query: object) =>
      (await findFrames(open.db, { jobId: lease.jobId, limit: 3, ...query })).map((frame) => frame.seq);
    expect(await seqs({ after: 4 })).toEqual([5, 6, 7]);
    expect(await seqs({ before: 9, newestFirst: true })).toEqual([6, 7, 8]);
    expect(await seqs({ levels: ["error"] })).toEqual([7]);
    expect(await seqs({ q: "0% of 10" })).toEqual([10]);
    expect(await seqs({ q: "0_ of" })).toEqual([]);
  });
});
