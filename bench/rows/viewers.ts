import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { startCannon, startScript, stopChild } from "../child.ts";
import { type Console, STATISTICS_LATE_MS, transactionsOf, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import type { Memory } from "../memory.ts";
import { percentile } from "../numbers.ts";
import { claimRun, runStage } from "../run.ts";

const FRAMES_PER_SECOND = 200;
const LAST_FRAMES_MS = 1_000;

type Watched = { lagsMs: number[]; transactionsPerSecond: number; held: Memory };

/** So many viewers of one job whose frames come from a backend at a steady rate. */
async function watch(console: Console, port: number, size: { viewers: number; seconds: number }): Promise<Watched> {
  const { open, web } = console;
  const claimed = await claimRun(open, port);
  const url = `${web.url}/api/jobs/${claimed.job.id}/stream?format=batch`;
  await runStage(claimed, FRAMES_PER_SECOND, FRAMES_PER_SECOND);
  const { child } = await startScript<"open">("crowd.ts", [url, web.cookie, String(size.viewers)]);
  // What their arrival asked must not count as watching.
  await sleep(STATISTICS_LATE_MS);
  const before = await transactionsOf(open);
  const startMs = performance.now();
  await runStage(claimed, FRAMES_PER_SECOND * size.seconds, FRAMES_PER_SECOND);
  const seconds = (performance.now() - startMs) / 1000;
  const transactionsPerSecond = ((await transactionsOf(open)) - before) / seconds;
  // A collection stops the process for a moment: the last frames have arrived before.
  await sleep(LAST_FRAMES_MS);
  const held = await web.held();
  const told = once(child, "message") as Promise<[number[]]>;
  await claimed.end();
  const [lagsMs] = await told;
  await stopChild(child);
  return { lagsMs, transactionsPerSecond, held };
}

async function run(bench: Bench): Promise<void> {
  const seconds = bench.quick ? 6 : 15;
  const sizes = bench.quick ? [1, 50, 500] : [1, 10, 100, 500];
  const cannon = await startCannon();
  try {
    await withConsole(bench, async (console) => {
      // The web has seen one viewer before its memory is looked at.
      await watch(console, cannon.port, { viewers: 1, seconds: 1 });
      const seen: (Watched & { viewers: number })[] = [];
      for (const viewers of sizes) seen.push({ viewers, ...(await watch(console, cannon.port, { viewers, seconds })) });
      tell(bench, seen);
    });
  } finally {
    await cannon.stop();
  }
}

function tell(bench: Bench, seen: (Watched & { viewers: number })[]): void {
  const one = seen[0];
  const many = seen.at(-1);
  if (!one || !many) return;
  const p99 = ({ lagsMs }: Watched) => percentile(lagsMs, 0.99);
  bench.figure({
    name: `${many.viewers} viewers at ${FRAMES_PER_SECOND} frames/s: lag p99`,
    value: p99(many),
    unit: "ms",
    target: { at: "most", value: 500 },
    reference: { name: "one viewer", value: p99(one) },
    predecessor: "polling every 2.5 s; 3 tabs take 73 % of a core",
  });
  bench.figure({
    name: `transactions of the database while ${many.viewers} watch`,
    value: many.transactionsPerSecond,
    unit: "1/s",
    target: { at: "most", value: 1.5, of: "ratio" },
    reference: { name: "while one watches", value: one.transactionsPerSecond },
  });
  const perViewerKb = (part: keyof Memory) =>
    (Math.max(0, many.held[part] - one.held[part]) * 1024) / (many.viewers - one.viewers);
  bench.figure({
    name: "memory that the web process holds per viewer",
    value: perViewerKb("residentMb"),
    unit: "KB",
    target: { at: "most", value: 60 },
  });
  bench.figure({ name: "heap that the web process holds per viewer", value: perViewerKb("heapMb"), unit: "KB" });
  bench.growth({
    name: "lag p99 by viewers of one job",
    sizeName: "viewers",
    unit: "ms",
    points: seen.map((each) => ({ size: each.viewers, value: p99(each) })),
  });
}

export const viewers: BenchRow = { name: "4", title: "many live viewers of one job", run };
