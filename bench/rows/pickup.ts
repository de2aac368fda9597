import { PgBoss } from "pg-boss";
import type { OpenDb } from "#db/client";
import { silentLogger } from "#lib/log";
import { pendingJob } from "#lib/testing/jobs";
import { openQueues, type Queues } from "../../workers/queues.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile } from "../numbers.ts";
import { openSeeded } from "../seed.ts";

const QUEUED = 100;

/** From the commit of a job's row to the first line of the worker's handler. */
async function run(bench: Bench): Promise<void> {
  const open = await openSeeded(bench.server);
  const times = bench.quick ? 100 : 200;
  const arrivals = new Map<number, (atMs: number) => void>();
  const onJob = async (jobId: number) => arrivals.get(jobId)?.(performance.now());
  const read = () => openQueues(open.url, silentLogger, { onJob, onDelivery: async () => {} });
  const send = () => sendJob(open, arrivals);
  try {
    const idle = await measureIdle(await read(), send, times);
    const bare = await measureBare(open.url, times);
    for (const [share, target] of [
      [0.5, 5],
      [0.99, 15],
    ] as const) {
      bench.figure({
        name: `pickup when idle, p${share * 100}`,
        value: percentile(idle, share),
        unit: "ms",
        target: { at: "most", value: target },
        reference: { name: "pg-boss alone with NOTIFY", value: percentile(bare, share) },
        ...(share === 0.5 ? { predecessor: "0.7 s to the first line, 7.4–9.0 s until it is seen" } : {}),
      });
    }
    bench.figure({
      name: `gap between two of ${QUEUED} queued jobs, p99`,
      value: percentile(await measureGaps(read, send), 0.99),
      unit: "ms",
      target: { at: "most", value: 20 },
    });
  } finally {
    await open.close();
  }
}

async function measureIdle(queues: Queues, send: () => Promise<Sent>, times: number): Promise<number[]> {
  await (await send()).arrived;
  const took: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const { committedMs, arrived } = await send();
    took.push((await arrived) - committedMs);
  }
  await queues.stop();
  return took;
}

/** They wait when the worker comes: what is timed is the worker, and not who sends. */
async function measureGaps(read: () => Promise<Queues>, send: () => Promise<Sent>): Promise<number[]> {
  const queued = await Promise.all(Array.from({ length: QUEUED }, send));
  const queues = await read();
  const came = (await Promise.all(queued.map(({ arrived }) => arrived))).sort((a, b) => a - b);
  await queues.stop();
  return came.slice(1).map((atMs, index) => atMs - (came[index] ?? atMs));
}

type Sent = { committedMs: number; arrived: Promise<number> };

async function sendJob(open: OpenDb, arrivals: Map<number, (atMs: number) => void>): Promise<Sent> {
  const arrived = Promise.withResolvers<number>();
  const commit = performance.now();
  await open.db.transaction(async (tx) => {
    const job = await pendingJob(tx);
    arrivals.set(job.id, arrived.resolve);
  });
  // A handler may begin before its sender has heard of the commit: then no time passed that anybody waited.
  const committedMs = performance.now();
  return {
    committedMs: Math.max(commit, committedMs),
    arrived: arrived.promise.then((at) => Math.max(at, committedMs)),
  };
}

/** The same by pg-boss alone: nothing but its own row, no job of ours. */
async function measureBare(url: string, times: number): Promise<number[]> {
  const boss = new PgBoss({
    connectionString: url,
    migrate: false,
    schedule: false,
    supervise: false,
    useListenNotify: true,
  });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue("bench", { notify: true });
  let arrived = Promise.withResolvers<number>();
  await boss.work("bench", { pollingIntervalSeconds: 2 }, async () => arrived.resolve(performance.now()));
  const took: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    arrived = Promise.withResolvers<number>();
    await boss.send("bench", {});
    const sentMs = performance.now();
    took.push(Math.max(0, (await arrived.promise) - sentMs));
  }
  await boss.stop({ graceful: false });
  return took;
}

export const pickup: BenchRow = { name: "5", title: "pickup of a job", run };
