import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { readFrames } from "../frames/read.ts";
import { silentLogger } from "../log.ts";
import { asAdmin } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { readJobFrames } from "./frames.ts";
import { getJob } from "./get.ts";
import { listJobs } from "./list.ts";
import { pruneJobs } from "./prune.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.pool.query("delete from jobs");
  await open.pool.query("delete from kept_job_frames");
});

const prune = (retention = { days: 30, jobs: 1_000 }) => pruneJobs(open.db, retention, silentLogger);
const partitions = async () => {
  const { rows } = await open.pool.query(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'job_frames'::regclass",
  );
  return rows.map((row) => row.name as string);
};

/** A job of a given id, that ended so many days ago, with two frames. */
async function jobAt(id: number, ended: { daysAgo: number; outcome?: string; status?: string }): Promise<number> {
  const row = await pendingJob(open.db);
  await open.pool.query("select ensure_frame_partition($1)", [id]);
  await open.pool.query(
    `insert into jobs overriding system value
     select (jsonb_populate_record(null::jobs, to_jsonb(jobs) || jsonb_build_object('id', $2::bigint, 'last_seq', 2,
       'status', $3::text, 'outcome', $4::text, 'completed_at', now() - $5 * interval '1 day'))).* from jobs where id = $1`,
    [row.id, id, ended.status ?? "completed", ended.outcome ?? "ok", ended.daysAgo],
  );
  await open.pool.query("delete from jobs where id = $1", [row.id]);
  await open.pool.query(
    `insert into job_frames select $1, n, now(), 1, 'devices', null, 'step', 'info', 'frame ' || n, '{}' from generate_series(1, 2) n`,
    [id],
  );
  return id;
}

describe("retention", () => {
  it("drops a partition whose jobs are all over, and forgets the jobs", async () => {
    const old = await jobAt(5_001, { daysAgo: 40 });
    const fresh = await jobAt(6_001, { daysAgo: 1 });
    await prune();
    expect(await partitions()).not.toContain("job_frames_p5000");
    await expect(getJob(asAdmin(open.db), old)).rejects.toMatchObject({ code: "not_found" });
    expect(await readFrames(open.db, { jobId: fresh, limit: 10 })).toHaveLength(2);
  });

  it("leaves a partition alone while one job of it is young, runs or waits", async () => {
    for (const [first, rest] of [
      [7_000, { daysAgo: 1 }],
      [8_000, { daysAgo: 40, status: "running", outcome: undefined }],
      [9_000, { daysAgo: 40, status: "pending", outcome: undefined }],
    ] as const) {
      await jobAt(first + 1, { daysAgo: 40 });
      await jobAt(first + 2, rest);
    }
    await jobAt(20_000, { daysAgo: 0 });
    await prune();
    expect(await partitions()).toEqual(
      expect.arrayContaining(["job_frames_p7000", "job_frames_p8000", "job_frames_p9000"]),
    );
    expect((await listJobs(asAdmin(open.db), {})).count).toBe(7);
  });

  it("counts, too: what is beyond the newest so many goes although it is young", async () => {
    await jobAt(10_001, { daysAgo: 1 });
    await jobAt(11_001, { daysAgo: 1 });
    await jobAt(11_002, { daysAgo: 1 });
    await prune({ days: 30, jobs: 2 });
    expect(await partitions()).not.toContain("job_frames_p10000");
    expect(await partitions()).toContain("job_frames_p11000");
  });

  it("keeps the frames of the last failed job, readable like any other, until a later one has failed", async () => {
    const failed = await jobAt(12_001, { daysAgo: 40, status: "errored", outcome: "failed" });
    await jobAt(12_002, { daysAgo: 40 });
    await jobAt(13_001, { daysAgo: 1 });
    await prune();
    expect(await partitions()).not.toContain("job_frames_p12000");
    const page = await readJobFrames(asAdmin(open.db), failed, { limit: 10 });
    expect(page.frames.map((frame) => frame.text)).toEqual(["frame 1", "frame 2"]);
    await jobAt(13_002, { daysAgo: 1, status: "errored", outcome: "failed" });
    await prune();
    await expect(getJob(asAdmin(open.db), failed)).rejects.toMatchObject({ code: "not_found" });
    expect((await open.pool.query("select 1 from kept_job_frames")).rowCount).toBe(0);
  });

  it("never drops the partition that new jobs still get", async () => {
    const only = await jobAt(14_001, { daysAgo: 400 });
    await prune();
    expect(await readFrames(open.db, { jobId: only, limit: 10 })).toHaveLength(2);
  });
});
