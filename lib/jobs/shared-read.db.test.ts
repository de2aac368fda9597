import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { openFrameWriter } from "../frames/writer.ts";
import { noteFrame, pendingJob } from "../testing/jobs.ts";
import { claimLease } from "./lease-store.ts";
import type { Lease } from "./schema.ts";
import { sharedRead } from "./shared-read.ts";

let open: OpenDb;
let asked: string[];
/** Answers of the database are held back until it resolves. */
let held: Promise<void> | undefined;
beforeAll(async () => {
  open = await testDatabase();
  const query = open.pool.query.bind(open.pool) as (...args: unknown[]) => unknown;
  open.pool.query = (async (...args: unknown[]) => {
    const answer = await query(...args);
    asked.push(String((args[0] as { text?: string }).text));
    await held;
    return answer;
  }) as typeof open.pool.query;
});
afterAll(() => open.close());

async function jobWithFrames(count: number): Promise<{ jobId: number; append: (count: number) => Promise<void> }> {
  asked = [];
  const { id } = await pendingJob(open.db);
  const { lease } = (await claimLease(open.db, {
    jobId: id,
    workerId: 1,
    backendId: 1,
    keys: [`test/${id}`],
    maxParallel: 1_000,
  })) as { lease: Lease };
  const writer = openFrameWriter(open.db, lease, new AbortController().signal);
  const append = async (more: number) => {
    for (let index = 0; index < more; index += 1) await writer.add(noteFrame(`line ${index}`));
    await writer.flush();
  };
  await append(count);
  asked = [];
  return { jobId: id, append };
}

const ofFrames = () => asked.filter((text) => text.includes('from "job_frames"'));

describe("reads of a job's viewers", () => {
  it("are one for all who have the same cursor, and one more for who lags", async () => {
    const { jobId } = await jobWithFrames(10);
    const viewers = Array.from({ length: 50 }, () => sharedRead(open.db, { jobId, after: 4, limit: 100 }));
    const late = sharedRead(open.db, { jobId, after: 0, limit: 100 });
    const seen = await Promise.all(viewers);
    expect(new Set(seen.map(({ frames }) => frames)).size).toBe(1);
    expect(seen[0]?.frames.map(({ seq }) => seq)).toEqual([5, 6, 7, 8, 9, 10]);
    expect((await late).frames).toHaveLength(10);
    expect(ofFrames()).toHaveLength(2);
    expect(asked).toHaveLength(3);
  });

  it("that are asked for while one is under way see what was written after it began", async () => {
    const { jobId, append } = await jobWithFrames(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    const first = sharedRead(open.db, { jobId, after: 1, limit: 100 });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    held = undefined;
    await append(1);
    const second = sharedRead(open.db, { jobId, after: 1, limit: 100 });
    resolve();
    expect((await first).frames).toEqual([]);
    expect((await second).frames.map(({ seq }) => seq)).toEqual([2]);
  });

  it("of history ask for no state, and are one for all who ask while it is under way", async () => {
    const { jobId } = await jobWithFrames(10);
    const { state: known } = await sharedRead(open.db, { jobId, after: 0, limit: 4 });
    asked = [];
    const viewers = Array.from({ length: 5 }, () => sharedRead(open.db, { jobId, after: 4, limit: 4, known }));
    const seen = await Promise.all(viewers);
    expect(new Set(seen.map(({ frames }) => frames)).size).toBe(1);
    expect(seen[0]?.frames.map(({ seq }) => seq)).toEqual([5, 6, 7, 8]);
    expect(asked).toHaveLength(1);
    // Whether the job goes on is asked behind its last page, and by no reader who has not come there.
    const last = await sharedRead(open.db, { jobId, after: 8, limit: 4, known });
    expect([last.frames.length, last.hasMore, asked.length]).toEqual([2, true, 2]);
    expect(await sharedRead(open.db, { jobId, after: 10, limit: 4, known })).toMatchObject({
      frames: [],
      hasMore: false,
    });
    expect(ofFrames()).toHaveLength(2);
    expect(asked).toHaveLength(3);
  });

  it("of history find frames that were moved since the state was read", async () => {
    const { jobId } = await jobWithFrames(10);
    const { state } = await sharedRead(open.db, { jobId, after: 0, limit: 4 });
    const known = state && { ...state, framesKept: true };
    const { frames, state: fresh } = await sharedRead(open.db, { jobId, after: 4, limit: 4, known });
    expect(frames.map(({ seq }) => seq)).toEqual([5, 6, 7, 8]);
    expect(fresh?.framesKept).toBe(false);
  });

  it("do not look for frames when the job has none after the cursor", async () => {
    const { jobId } = await jobWithFrames(3);
    expect((await sharedRead(open.db, { jobId, after: 3, limit: 100 })).frames).toEqual([]);
    expect(ofFrames()).toEqual([]);
    expect((await sharedRead(open.db, { jobId: 999_999, after: 0, limit: 100 })).state).toBeNull();
  });
});
