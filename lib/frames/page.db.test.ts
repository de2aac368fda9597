import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { noteFrame, pendingJob } from "../testing/jobs.ts";
import { pageOfFrames } from "./page.ts";

const MEBIBYTE = 1024 * 1024;
const HUGE = 10;

let open: OpenDb;
let jobId: number;
beforeAll(async () => {
  open = await testDatabase();
  jobId = (await pendingJob(open.db)).id;
  const { at, text } = noteFrame("a huge one");
  await open.pool.query(
    `insert into job_frames (job_id, seq, at, attempt, stage, event, level, text, data)
     select $1, n, $2, 1, 'devices', 'item_progress', 'info', $3, to_json(repeat('🦊', $4))::text from generate_series(1, $5::int) as n`,
    [jobId, at, text, MEBIBYTE / 4, HUGE],
  );
});
afterAll(() => open.close());

const page = async (query: Partial<Parameters<typeof pageOfFrames>[1]>) =>
  (await pageOfFrames(open.db, { jobId, limit: 1000, ...query })).map(({ seq }) => seq);

describe("a page of frames", () => {
  it("ends where it is about 4 MiB large, in both directions, and goes on behind its end", async () => {
    expect(await page({ after: 0 })).toEqual([1, 2, 3, 4]);
    expect(await page({ after: 4 })).toEqual([5, 6, 7, 8]);
    expect(await page({ after: 8 })).toEqual([9, 10]);
    expect(await page({ newestFirst: true })).toEqual([7, 8, 9, 10]);
    expect(await page({ newestFirst: true, before: 3 })).toEqual([1, 2]);
  });

  it("holds them all when their data is cut off, and says of each that it was", async () => {
    const frames = await pageOfFrames(open.db, { jobId, limit: 1000, maxData: 5 });
    expect(frames).toHaveLength(HUGE);
    expect(frames[0]).toMatchObject({ data: { raw: '"🦊🦊' }, truncated: true, at: expect.stringMatching(/Z$/) });
    const whole = await pageOfFrames(open.db, { jobId, limit: 1, maxData: MEBIBYTE });
    expect(whole[0]).toEqual({ ...whole[0], data: "🦊".repeat(MEBIBYTE / 4) });
    expect(whole[0]).not.toHaveProperty("truncated");
  });

  it("mixes short and large ones in their order, and is full of short ones again behind the large", async () => {
    const { id } = await pendingJob(open.db);
    await open.pool.query(
      `insert into job_frames (job_id, seq, at, attempt, stage, event, level, text, data)
       select $1, n, now(), 1, 'devices', 'item_progress', 'info', 'line ' || n,
         to_json(repeat('x', case when n % 10 = 0 then $2 else 5 end))::text from generate_series(1, 100) as n`,
      [id, MEBIBYTE],
    );
    const seqs = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(await page({ jobId: id, after: 0 })).toEqual(seqs.slice(0, 49));
    expect(await page({ jobId: id, after: 49 })).toEqual(seqs.slice(49, 89));
    expect(await page({ jobId: id, newestFirst: true })).toEqual(seqs.slice(60));
    const [, tenth] = await pageOfFrames(open.db, { jobId: id, after: 8, limit: 2 });
    expect(tenth).toMatchObject({ seq: 10, text: "line 10", data: "x".repeat(MEBIBYTE) });
  });

  it("is never empty: one frame may be larger than a page", async () => {
    await open.pool.query("update job_frames set data = to_json(repeat('x', $2))::text where job_id = $1 and seq = 1", [
      jobId,
      5 * MEBIBYTE,
    ]);
    expect(await page({ after: 0 })).toEqual([1]);
  });
});
