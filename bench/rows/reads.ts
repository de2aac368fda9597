import type { OpenDb } from "#db/client";
import { getJobChanges } from "#lib/jobs/changes";
import { readJobFrames } from "#lib/jobs/frames";
import { listJobs } from "#lib/jobs/list";
import { JobListParams, toJobListQuery } from "#lib/jobs/query";
import { asViewer } from "#lib/testing/actors";
import { longJob } from "#lib/testing/long-job";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile, spaced, timesOf } from "../numbers.ts";
import { openSeeded, seedJobs, seedLongJob } from "../seed.ts";

const p99 = (samples: number[]) => percentile(samples, 0.99);
const p50 = (samples: number[]) => percentile(samples, 0.5);

/** The end of a long log against its beginning, and any place in it. */
async function runFrames(bench: Bench): Promise<void> {
  const lines = bench.quick ? 500_000 : 1_000_000;
  const times = bench.quick ? 400 : 1_000;
  const open = await openSeeded(bench.server);
  try {
    const id = await seedLongJob(open, lines);
    // As a log is whose end is some minutes ago: what follows its writing is over.
    await open.pool.query("vacuum analyze job_frames");
    await open.pool.query("checkpoint");
    const ctx = asViewer(open.db);
    const read = (after: number) => readJobFrames(ctx, id, { after, limit: 1000 });
    await timesOf(10, () => read(0));
    const first: number[] = [];
    const last: number[] = [];
    // Alternating, so that whatever else the machine does falls on both.
    for (let turn = 0; turn < times; turn += 1) {
      first.push(...(await timesOf(1, () => read(0))));
      last.push(...(await timesOf(1, () => readJobFrames(ctx, id, { before: lines + 1, limit: 1000 }))));
    }
    bench.figure({
      name: `the last 1 000 frames of ${spaced(lines)}, median`,
      value: p50(last),
      unit: "ms",
      target: { at: "most", value: 1.1, of: "ratio" },
      reference: { name: "the first 1 000", value: p50(first) },
    });
    const anywhere = await timesOf(times, (turn) => read(Math.floor((lines - 1000) * ((turn * 0.618) % 1))));
    bench.figure({
      name: `1 000 frames at any offset of ${spaced(lines)}, p99`,
      value: p99(anywhere),
      unit: "ms",
      target: { at: "most", value: 5 },
      reference: { name: "the first 1 000, p99", value: p99(first) },
      predecessor: "280 ms for 50 lines of 20 000: every request reads the whole log",
    });
  } finally {
    await open.close();
  }
}

/** What a person filters by; each as the query string of the page. */
const FILTERS: Record<string, Record<string, string>> = {
  "no filter": {},
  "one status": { status: "completed" },
  failed: { outcome: "failed" },
  "one endpoint": { proxmox_endpoint_id: "7" },
  "one schedule": { schedule_id: "12" },
  "one endpoint, failed": { proxmox_endpoint_id: "7", outcome: "failed" },
  "a sync type": { sync_type: "devices" },
  "one day": { created_at__gte: "2026-01-05T00:00:00Z", created_at__lte: "2026-01-06T00:00:00Z" },
  "a word of the name": { q: "Nightly" },
  "a rare word": { q: "Nightly 480" },
  "a word that is nowhere": { q: "no such job" },
  "the oldest first": { ordering: "created_at" },
  "by name": { ordering: "name" },
  "by status": { ordering: "-status" },
  "by end": { ordering: "-completed_at" },
};

/** Every third line of a long job is an object of its own. */
const DIFF_OBJECTS = 5_000;
const LINES_PER_OBJECT = 3;

/** What changed since the run before, of two runs with as many objects each. */
async function tellChanges(bench: Bench, open: OpenDb): Promise<void> {
  const before = await longJob(open, DIFF_OBJECTS * LINES_PER_OBJECT);
  const id = await longJob(open, DIFF_OBJECTS * LINES_PER_OBJECT);
  const changes = await getJobChanges(asViewer(open.db), id);
  if (changes.previous_job_id !== before) bench.fail(`job ${id} was compared with job ${changes.previous_job_id}`);
  const short = await longJob(open, 10 * LINES_PER_OBJECT);
  const times = bench.quick ? 3 : 20;
  const few = await timesOf(times, () => getJobChanges(asViewer(open.db), short));
  bench.figure({
    name: "changes of a run against the one before, 5 000 objects each, p99",
    value: p99(await timesOf(times, () => getJobChanges(asViewer(open.db), id))),
    unit: "ms",
    target: { at: "most", value: 1_000 },
    reference: { name: "10 objects against 5 000", value: p99(few) },
  });
}

async function runJobs(bench: Bench): Promise<void> {
  const open = await openSeeded(bench.server);
  try {
    await tellChanges(bench, open);
    const jobs = bench.quick ? 300_000 : 1_000_000;
    await seedJobs(open, jobs);
    // As a table is that became so large over two years.
    await open.pool.query("vacuum analyze");
    const slowest = await tellLists(bench, open, jobs);
    bench.say(`slowest filter: ${slowest}`);
  } finally {
    await open.close();
  }
}

async function tellLists(bench: Bench, open: OpenDb, jobs: number): Promise<string> {
  const ctx = asViewer(open.db);
  const times = bench.quick ? 100 : 300;
  const list = (filter: Record<string, string>) => listJobs(ctx, toJobListQuery(JobListParams.parse(filter)));
  let slowest = { name: "", ms: 0 };
  let plain = 0;
  for (const [name, filter] of Object.entries(FILTERS)) {
    await timesOf(3, () => list(filter));
    const ms = p99(await timesOf(times, () => list(filter)));
    if (name === "no filter") plain = ms;
    if (ms > slowest.ms) slowest = { name, ms };
    bench.figure({
      name: `the newest 50 of ${spaced(jobs)} jobs: ${name}, p99`,
      value: ms,
      unit: "ms",
      target: { at: "most", value: 20 },
      reference: { name: "no filter", value: plain },
      ...(name === "no filter" ? { predecessor: "1 457 ms with 36 jobs (four long ones)" } : {}),
    });
  }
  return `${slowest.name}, ${slowest.ms.toFixed(1)} ms`;
}

export const frameReads: BenchRow = { name: "2", title: "the end of a long log, and any place in it", run: runFrames };
export const jobReads: BenchRow = { name: "7", title: "the newest jobs of a million", run: runJobs };
