import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { appendFrames, findFrames } from "../frames/store.ts";
import { noteFrame, pendingJob } from "../testing/jobs.ts";
import { LeaseLost } from "./lease-lost.ts";
import { leaseNumbers } from "./lease-numbers.ts";
import {
  type ClaimResult,
  claimLease,
  findDeadJobs,
  finishLease,
  handBackLease,
  renewLease,
  takeFromDead,
} from "./lease-store.ts";
import type { Lease } from "./schema.ts";
import { findStages, savePlan } from "./stages-store.ts";
import { findJob } from "./store.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

const ended = { status: "completed", outcome: "ok", error: null, errorCode: null, suggestion: null } as const;
let nextBackend = 1;

/** Jobs of one fresh backend, so that no test counts the jobs of another. */
function backend() {
  const backendId = nextBackend++;
  return {
    id: backendId,
    key: (host: string) => `backend:${backendId}/${host}:8006`,
    claim: (jobId: number, keys: string[], maxParallel = 5) =>
      claimLease(open.db, { jobId, workerId: 1, backendId, keys, maxParallel }),
  };
}

function leaseOf(result: ClaimResult): Lease {
  if (result.kind !== "claimed") throw new Error(`expected a lease, got ${result.kind}`);
  return result.lease;
}

async function claimed(): Promise<Lease> {
  const { claim, key } = backend();
  return leaseOf(await claim((await pendingJob(open.db)).id, [key("pve")]));
}

const expire = (jobId: number) =>
  open.pool.query("update jobs set lease_expires_at = now() - interval '1 second' where id = $1", [jobId]);

describe("ownership", () => {
  it("gives a key to one job only, however many ask at the same moment", async () => {
    const { claim, key } = backend();
    const jobs = await Promise.all(Array.from({ length: 8 }, () => pendingJob(open.db)));
    const results = await Promise.all(
      jobs.map((job, index) => claim(job.id, [key("pve"), key(`other${index}`)].reverse(), 100)),
    );
    const winners = results.filter((result) => result.kind === "claimed");
    expect(winners).toHaveLength(1);
    const holder = leaseOf(winners[0] as ClaimResult).jobId;
    for (const result of results)
      if (result.kind !== "claimed") expect(result).toEqual({ kind: "held", holderJobId: holder });
  });

  it("takes all keys of a job or none", async () => {
    const { claim, key } = backend();
    const [first, second, third] = await Promise.all([pendingJob(open.db), pendingJob(open.db), pendingJob(open.db)]);
    leaseOf(await claim(first.id, [key("a")]));
    expect(await claim(second.id, [key("a"), key("b")])).toMatchObject({ kind: "held" });
    expect((await claim(third.id, [key("b")])).kind).toBe("claimed");
  });

  it("starts a job once, however often it is delivered", async () => {
    const { claim, key } = backend();
    const job = await pendingJob(open.db);
    const results = await Promise.all([1, 2, 3].map(() => claim(job.id, [key("a")])));
    expect(results.map((result) => result.kind).sort()).toEqual(["claimed", "gone", "gone"]);
  });

  it("runs no more jobs on a backend than allowed", async () => {
    const { claim, key } = backend();
    const jobs = await Promise.all([1, 2, 3].map(() => pendingJob(open.db)));
    const results = await Promise.all(jobs.map((job, index) => claim(job.id, [key(`pve${index}`)], 2)));
    expect(results.map((result) => result.kind).sort()).toEqual(["claimed", "claimed", "full"]);
  });

  it("keeps the place of a job that was handed back, so that none which waits goes first", async () => {
    const { claim } = backend();
    const [job, waiting] = await Promise.all([pendingJob(open.db), pendingJob(open.db)]);
    await handBackLease(open.db, leaseOf(await claim(job.id, [], 1)));
    expect(await claim(waiting.id, [], 1)).toEqual({ kind: "full", running: 1 });
    const again = leaseOf(await claim(job.id, [], 1));
    await finishLease(open.db, again, ended);
    expect((await claim(waiting.id, [], 1)).kind).toBe("claimed");
  });

  it("lets only the lease holder write", async () => {
    const lease = await claimed();
    expect(await appendFrames(open.db, lease, [noteFrame("one"), noteFrame("two")])).toBe(2);
    const stranger = { ...lease, leaseId: "00000000-0000-4000-8000-000000000000" };
    await expect(appendFrames(open.db, stranger, [noteFrame("three")])).rejects.toThrow(LeaseLost);
    expect(await finishLease(open.db, stranger, ended)).toBe(false);
    expect(await renewLease(open.db, stranger)).toEqual({ kept: false, cancelRequested: false });
    expect(
      (await findFrames(open.db, { jobId: lease.jobId, limit: 10 })).map((frame) => [frame.seq, frame.text]),
    ).toEqual([
      [1, "one"],
      [2, "two"],
    ]);
  });

  it("stops the writer whose job was handed to another attempt, and goes on numbering after it", async () => {
    const { claim, key } = backend();
    const job = await pendingJob(open.db);
    const first = leaseOf(await claim(job.id, [key("pve")]));
    await appendFrames(open.db, first, [noteFrame("one")]);
    expect(await handBackLease(open.db, first)).toBe(true);
    const second = leaseOf(await claim(job.id, [key("pve")]));
    expect(second).toMatchObject({ attempt: 2, fence: first.fence + 1 });
    await expect(appendFrames(open.db, first, [noteFrame("late")])).rejects.toThrow(LeaseLost);
    expect(await appendFrames(open.db, second, [noteFrame("two")])).toBe(2);
  });

  it("keeps the keys of a job that was handed back", async () => {
    const { claim, key } = backend();
    const [job, other] = await Promise.all([pendingJob(open.db), pendingJob(open.db)]);
    await handBackLease(open.db, leaseOf(await claim(job.id, [key("pve")])));
    expect(await claim(other.id, [key("pve")])).toEqual({ kind: "held", holderJobId: job.id });
  });

  it("frees the keys with the end of the job", async () => {
    const { claim, key } = backend();
    const [job, other] = await Promise.all([pendingJob(open.db), pendingJob(open.db)]);
    await finishLease(open.db, leaseOf(await claim(job.id, [key("pve")])), ended);
    expect((await claim(other.id, [key("pve")])).kind).toBe("claimed");
    expect(await findJob(open.db, job.id)).toMatchObject({ status: "completed", outcome: "ok", leaseId: null });
  });
});

describe("a step under way", () => {
  async function withRunningStep() {
    const { claim, key } = backend();
    const job = await pendingJob(open.db);
    const lease = leaseOf(await claim(job.id, [key("pve")]));
    await savePlan(open.db, lease, [{ position: 0, syncType: "devices", status: "running", startedAt: new Date() }]);
    return lease;
  }

  it("is to be done again once its job was handed back, by its worker or from a dead one", async () => {
    for (const isDead of [true, false]) {
      const lease = await withRunningStep();
      if (isDead) await expire(lease.jobId);
      const dead = { ...lease, losses: 0, maxAttempts: 3, expired: true };
      await (isDead ? takeFromDead(open.db, dead) : handBackLease(open.db, lease));
      expect(await findJob(open.db, lease.jobId)).toMatchObject({ status: "pending" });
      expect(await findStages(open.db, [lease.jobId])).toMatchObject([{ status: "pending", startedAt: null }]);
    }
  });

  it("ends with its job and for the same reason, however that ends", async () => {
    const lease = await withRunningStep();
    await finishLease(open.db, lease, { ...ended, status: "errored", outcome: "failed", error: "Why", errorCode: "X" });
    expect(await findStages(open.db, [lease.jobId])).toMatchObject([
      { status: "failed", error: "Why", errorCode: "X", completedAt: expect.any(Date) },
    ]);
  });
});

describe("death", () => {
  it("is not declared within one lease time after the database started", async () => {
    const lease = await claimed();
    await expire(lease.jobId);
    const { rows } = await open.pool.query(
      "select pg_postmaster_start_time() > now() - interval '15 seconds' as fresh",
    );
    const found = (await findDeadJobs(open.db)).some((dead) => dead.jobId === lease.jobId);
    expect(found).toBe(!rows[0].fresh);
  });

  it("hands the job back at most twice and then ends it as lost, with its keys free", async () => {
    const { claim, key } = backend();
    const [job, other] = await Promise.all([pendingJob(open.db), pendingJob(open.db)]);
    const outcomes: string[] = [];
    for (let losses = 0; losses < 3; losses += 1) {
      const lease = leaseOf(await claim(job.id, [key("pve")]));
      await expire(job.id);
      const dead = { jobId: job.id, leaseId: lease.leaseId, workerId: 1, losses, maxAttempts: 3, expired: true };
      outcomes.push(await takeFromDead(open.db, dead));
    }
    expect(outcomes).toEqual(["handed_back", "handed_back", "lost"]);
    expect(await findJob(open.db, job.id)).toMatchObject({
      status: "errored",
      outcome: "lost",
      errorCode: "WorkerLost",
    });
    expect((await claim(other.id, [key("pve")])).kind).toBe("claimed");
  });

  it("ends a cancelled job instead of starting it again, its running steps, too, and frees its keys", async () => {
    const { claim, key } = backend();
    for (const isDead of [true, false]) {
      const [job, other] = await Promise.all([pendingJob(open.db), pendingJob(open.db)]);
      const lease = leaseOf(await claim(job.id, [key("pve-cancelled")]));
      await savePlan(open.db, lease, [{ position: 0, syncType: "devices", status: "running" }]);
      await open.pool.query("update jobs set cancel_requested_at = now() where id = $1", [job.id]);
      if (isDead) await expire(job.id);
      const dead = { jobId: job.id, leaseId: lease.leaseId, workerId: 1, losses: 0, maxAttempts: 3, expired: true };
      expect(await (isDead ? takeFromDead(open.db, dead) : handBackLease(open.db, lease))).toBe(
        isDead ? "cancelled" : true,
      );
      expect(await findJob(open.db, job.id)).toMatchObject({ status: "failed", outcome: "cancelled" });
      expect(await findStages(open.db, [job.id])).toMatchObject([{ status: "failed", errorCode: "Cancelled" }]);
      const next = leaseOf(await claim(other.id, [key("pve-cancelled")]));
      await finishLease(open.db, next, ended);
    }
  });

  it("does not touch a job whose owner renewed it after it was found dead", async () => {
    const { claim, key } = backend();
    const job = await pendingJob(open.db);
    const lease = leaseOf(await claim(job.id, [key("pve")]));
    const dead = { jobId: job.id, leaseId: lease.leaseId, workerId: 1, losses: 0, maxAttempts: 3 };
    await renewLease(open.db, lease);
    expect(await takeFromDead(open.db, { ...dead, expired: true })).toBe("alive");
    expect(await takeFromDead(open.db, { ...dead, expired: false })).toBe("alive");
    expect(await findJob(open.db, job.id)).toMatchObject({ status: "running" });
  });

  it("gives a claim its full time although it waited for another one's", async () => {
    const { claim, key, id } = backend();
    const client = await open.pool.connect();
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(7242, $1)", [id]);
    const job = await pendingJob(open.db);
    const claiming = claim(job.id, [key("pve")]);
    const waiting = "select 1 from pg_locks where locktype = 'advisory' and classid = 7242 and not granted";
    while ((await client.query(waiting)).rowCount === 0);
    const { rows } = await client.query("select clock_timestamp() as freed");
    await client.query("commit");
    client.release();
    leaseOf(await claiming);
    const ttlMs = (await findJob(open.db, job.id))?.leaseExpiresAt?.getTime() ?? 0;
    expect(ttlMs - rows[0].freed.getTime()).toBeGreaterThanOrEqual(leaseNumbers.ttlMs - 1);
  });

  it("does not touch a job whose owner came back with a new lease", async () => {
    const { claim, key } = backend();
    const job = await pendingJob(open.db);
    const first = leaseOf(await claim(job.id, [key("pve")]));
    await handBackLease(open.db, first);
    leaseOf(await claim(job.id, [key("pve")]));
    const dead = { jobId: job.id, leaseId: first.leaseId, workerId: 1, losses: 0, maxAttempts: 3, expired: true };
    expect(await takeFromDead(open.db, dead)).toBe("alive");
  });
});
