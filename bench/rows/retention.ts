import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { OpenDb } from "#db/client";
import { readJobFrames } from "#lib/jobs/frames";
import { pruneJobs } from "#lib/jobs/prune";
import { silentLogger } from "#lib/log";
import { asViewer } from "#lib/testing/actors";
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
    // As a partition is that was filled long ago: nothing is to be vacuumed any more.
    await open.pool.query("vacuum analyze jobs, job_frames");
    const { rows: sizes } = await open.pool.query("select pg_total_relation_size('job_frames_p0') as bytes");
    await open.pool.query("checkpoint");
    const deleted = await time(() => open.pool.query("delete from job_frames where job_id between 500 and 519"));
    const reader = readWhile(open, PARTITION_JOBS * 2);
    const wholeMs = await time(() => pruneJobs(open.db, { days: 90, jobs: 1_000_000 }, silentLogger));
    const longestMs = await reader.stop();
    const { rows } = await open.pool.query("select to_regclass('job_frames_p0') as left");
    if (rows[0]?.left !== null) bench.fail("the partition was not dropped");
    bench.figure({
      name: `retention of ${Math.round((shared * perJob) / 1e5) / 10} M frames: drop their partition, delete ${shared} job rows`,
      value: wholeMs,
      unit: "ms",
      target: { at: "most", value: 100 },
      reference: { name: "DELETE of as many, from that of 20 jobs", value: (deleted * shared) / 20 },
    });
    bench.figure({
      name: "the same, to the removal of a file of as many bytes",
      value: wholeMs,
      unit: "ms",
      reference: { name: "the file system alone", value: removalOf(join(bench.root, ".cache"), sizes[0]?.bytes) },
    });
    bench.figure({
      name: "longest read of another log meanwhile",
      value: longestMs,
      unit: "ms",
      target: { at: "most", value: 100 },
    });
  } finally {
    await open.close();
  }
}

/** Reads the log of a job again and again; `stop` tells how long the slowest time took. */
function readWhile({ db }: OpenDb, jobId: number): { stop: () => Promise<number> } {
  let isWanted = true;
  let longestMs = 0;
  const reading = (async () => {
    while (isWanted) longestMs = Math.max(longestMs, await time(() => readJobFrames(asViewer(db), jobId, {})));
  })();
  return {
    async stop() {
      isWanted = false;
      await reading;
      return longestMs;
    },
  };
}

/** How long it takes to remove a file of so many bytes that was just written. */
function removalOf(folder: string, bytes: number): number {
  const path = join(folder, `bench-removal-${process.pid}`);
  const block = Buffer.alloc(1024 * 1024, 1);
  const file = openSync(path, "w");
  for (let written = 0; written < bytes; written += block.length) writeSync(file, block);
  fsyncSync(file);
  closeSync(file);
  const startMs = performance.now();
  unlinkSync(path);
  return performance.now() - startMs;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

export const retention: BenchRow = { name: "11", title: "retention", run };
