import { pruneJobs } from "#lib/jobs/prune";
import { silentLogger } from "#lib/log";
import type { Bench, BenchRow } from "../figure.ts";
import { openSeeded, seedFrames, seedJobs } from "../seed.ts";

const PARTITION_JOBS = 500;

/** One partition of 500 jobs is dropped; as many frames of another are deleted row by row. */
async function run(bench: Bench): Promise<void> {
  const perJob = bench.quick ? 4_000 : 20_000;
  const open = await openSeeded(bench.server);
  try {
    await seedJobs(open, PARTITION_JOBS * 3);
    // Jobs 1 to 499 share the first partition, jobs 500 to 519 are enough for a comparison.
    const shared = PARTITION_JOBS - 1;
    await seedFrames(open, { from: 1, to: shared }, perJob);
    await seedFrames(open, { from: PARTITION_JOBS, to: PARTITION_JOBS + 19 }, perJob);
    await open.pool.query("update jobs set completed_at = now() - interval '400 days' where id < 500");
    await open.pool.query("checkpoint");
    const deleted = await time(() => open.pool.query("delete from job_frames where job_id between 500 and 519"));
    const startMs = performance.now();
    await pruneJobs(open.db, { days: 90, jobs: 1_000_000 }, silentLogger);
    const wholeMs = performance.now() - startMs;
    const { rows } = await open.pool.query("select to_regclass('job_frames_p0') as left");
    if (rows[0]?.left !== null) bench.fail("the partition was not dropped");
    bench.figure({
      name: `retention of ${Math.round((shared * perJob) / 1e5) / 10} M frames: drop their partition, delete ${shared} job rows`,
      value: wholeMs,
      unit: "ms",
      target: { at: "most", value: 100 },
      reference: { name: "DELETE of as many, from that of 20 jobs", value: (deleted * shared) / 20 },
    });
  } finally {
    await open.close();
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

export const retention: BenchRow = { name: "11", title: "retention", run };
