import type { OpenDb } from "#db/client";
import { readSse } from "#lib/sse/read";
import { startCannon } from "../child.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { spaced } from "../numbers.ts";
import { processorSeconds } from "../processor.ts";
import { claimRun, runStage } from "../run.ts";
import { openSeeded } from "../seed.ts";

const REFERENCE_FRAMES = 50_000;

/** Bytes of a backend → parse → redact → fold → persist → notify, by the code of a worker. */
async function run(bench: Bench): Promise<void> {
  const total = bench.quick ? 600_000 : 3_000_000;
  const open = await openSeeded(bench.server);
  const cannon = await startCannon();
  try {
    const reference = await parseAlone(cannon.port, REFERENCE_FRAMES);
    await warmUp(open, cannon.port);
    const claimed = await claimRun(open, cannon.port);
    const watch = watchHeap();
    const ran = await measure(bench, async () => {
      await runStage(claimed, total);
      await claimed.end();
    });
    const heap = watch.stop();
    const { rows } = await open.pool.query<{ stored: number }>(
      "select count(*)::int as stored from job_frames where job_id = $1 and event = 'item_progress'",
      [claimed.job.id],
    );
    const stored = rows[0]?.stored ?? 0;
    bench.figure({
      name: `frames stored in a second, one stream of ${spaced(total)}`,
      value: stored / ran.seconds,
      unit: "frames/s",
      target: { at: "least", value: 50_000 },
      reference: { name: "JSON.parse alone over the same bytes", value: reference },
      predecessor: "9 of 200 000 frames stored (14 000 read in a second)",
    });
    bench.figure({
      name: "share of frames that were stored",
      value: (100 * stored) / total,
      unit: "%",
      target: { at: "least", value: 100 },
      predecessor: "0.004 %",
    });
    await tellUnitCosts(bench, open, { stored, ...ran });
    bench.figure({
      name: "heap at the end",
      value: heap.lastMb,
      unit: "MB",
      target: { at: "most", value: 1.2, of: "ratio" },
      reference: { name: "after a third of the way", value: heap.earlyMb },
    });
    await rewriteWholeLog(bench, open, cannon.port, stored / ran.seconds);
  } finally {
    await cannon.stop();
    await open.close();
  }
}

type Ran = { seconds: number; workerSeconds: number; databaseSeconds: number };

/** How long work takes, and of whose processors. */
async function measure(bench: Bench, work: () => Promise<void>): Promise<Ran> {
  const before = { ms: performance.now(), worker: process.cpuUsage(), database: processorSeconds(bench.server.pid) };
  await work();
  const worker = process.cpuUsage(before.worker);
  return {
    seconds: (performance.now() - before.ms) / 1000,
    workerSeconds: (worker.user + worker.system) / 1e6,
    databaseSeconds: processorSeconds(bench.server.pid) - before.database,
  };
}

/** What `docs/scaling.md` reckons with. */
async function tellUnitCosts(bench: Bench, { pool }: OpenDb, ran: Ran & { stored: number }): Promise<void> {
  const perFrame = (seconds: number) => (seconds * 1e6) / ran.stored;
  bench.figure({ name: "processor time of the worker for a frame", value: perFrame(ran.workerSeconds), unit: "µs" });
  bench.figure({
    name: "processor time of PostgreSQL for a frame",
    value: perFrame(ran.databaseSeconds),
    unit: "µs",
  });
  const { rows } = await pool.query<{ bytes: number }>(
    "select sum(pg_total_relation_size(inhrelid))::bigint as bytes from pg_inherits where inhparent = 'job_frames'::regclass",
  );
  bench.figure({ name: "table and indexes for a frame", value: (rows[0]?.bytes ?? 0) / ran.stored, unit: "bytes" });
}

async function warmUp(open: OpenDb, port: number): Promise<void> {
  const claimed = await claimRun(open, port);
  await runStage(claimed, 5_000);
  await claimed.end();
}

const streamOf = async (port: number, frames: number) => {
  const response = await fetch(`http://127.0.0.1:${port}/bench/stream?frames=${frames}`);
  if (!response.body) throw new Error("the stream has no body");
  return response.body;
};

/** Frames per second when nothing is done with them but parsing. */
async function parseAlone(port: number, frames: number): Promise<number> {
  const texts: string[] = [];
  for await (const message of readSse(await streamOf(port, frames))) texts.push(message.data);
  const startMs = performance.now();
  for (const text of texts) JSON.parse(text);
  return texts.length / ((performance.now() - startMs) / 1000);
}

/** The predecessor's pattern: all lines as one JSON array of the job's row, rewritten every 2 s. */
const REWRITE_EVERY_MS = 2_000;
/** PostgreSQL takes no jsonb array of more than 256 MB: at so many lines the pattern is at its end. */
const MOST_LINES = 500_000;

async function rewriteWholeLog(bench: Bench, open: OpenDb, port: number, ours: number): Promise<void> {
  const lastsMs = bench.quick ? 10_000 : 20_000;
  await open.pool.query("create table rewritten (id int primary key, log jsonb)");
  await open.pool.query("insert into rewritten values (1, '[]')");
  const lines: unknown[] = [];
  const startMs = performance.now();
  let writtenMs = startMs;
  let stored = 0;
  for await (const message of readSse(await streamOf(port, 10_000_000))) {
    lines.push(JSON.parse(message.data));
    const isFull = lines.length >= MOST_LINES;
    if (!isFull && performance.now() - writtenMs < REWRITE_EVERY_MS) continue;
    await open.pool.query("update rewritten set log = $1 where id = 1", [JSON.stringify(lines)]);
    stored = lines.length;
    writtenMs = performance.now();
    if (isFull || writtenMs - startMs > lastsMs) break;
  }
  const theirs = stored / ((performance.now() - startMs) / 1000);
  bench.figure({
    name: "the same, a JSON array of all lines rewritten every 2 s",
    value: theirs,
    unit: "frames/s",
    reference: { name: "ours", value: ours },
  });
}

/** Heap in use after a collection, every few seconds. */
function watchHeap(): { stop: () => { earlyMb: number; lastMb: number } } {
  const seen: number[] = [];
  const look = () => {
    globalThis.gc?.();
    seen.push(process.memoryUsage().heapUsed / 1e6);
  };
  const timer = setInterval(look, 3_000);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { earlyMb: seen[Math.floor(seen.length / 3)] ?? 0, lastMb: seen.at(-1) ?? 0 };
    },
  };
}

export const ingest: BenchRow = { name: "1", title: "ingest of one stream", run };
