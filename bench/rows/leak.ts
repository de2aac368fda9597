import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator } from "#lib/simulator/simulator";
import { type Console, connectTo, STATISTICS_LATE_MS, transactionsOf, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import type { Memory } from "../memory.ts";
import { seedLongJob } from "../seed.ts";

const AT_ONCE = 20;
/** Its transactions come all at once, so a shorter look finds a few dozen of them or none. */
const AUTOVACUUM_EVERY_S = 60;

/** Viewers that come and go, and jobs that run: what is held after them against what was held after a fifth of them. */
async function run(bench: Bench): Promise<void> {
  await withConsole(bench, async (console) => {
    await leaveViewers(bench, console, bench.quick ? 2_000 : 10_000);
    await runJobs(bench, console, bench.quick ? 200 : 2_000);
  });
}

async function leaveViewers(bench: Bench, { open, web }: Console, count: number): Promise<void> {
  const id = await seedLongJob(open, 200);
  // It runs for ever, so that every one of its viewers waits for more.
  await open.pool.query("update jobs set status = 'running', outcome = null, completed_at = null where id = $1", [id]);
  const connect = async () => {
    const stop = new AbortController();
    const url = `${web.url}/api/jobs/${id}/stream?format=batch`;
    const answer = await fetch(url, { headers: { cookie: web.cookie }, signal: stop.signal });
    await answer.body?.getReader().read();
    stop.abort();
  };
  const many = async (times: number) => {
    for (let done = 0; done < times; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, connect));
    await sleep(bench.quick ? 500 : 5_000);
  };
  const openFiles = () => readdirSync(`/proc/${web.pid()}/fd`).length;
  await many(count / 5);
  const early = { memory: await web.held(), files: openFiles() };
  await many((count * 4) / 5);
  tellHeld(bench, `the web process holds after ${count} connects`, await web.held(), early.memory);
  bench.figure({
    name: `sockets and files left open after ${count} connects`,
    value: Math.max(0, openFiles() - early.files),
    unit: "more",
    target: { at: "most", value: 5 },
  });
  // A stream that nobody stopped would look for frames every few seconds.
  await sleep(STATISTICS_LATE_MS);
  const before = await transactionsOf(open);
  await sleep(AUTOVACUUM_EVERY_S * 1000);
  bench.figure({
    name: "transactions a second that those viewers left behind",
    value: ((await transactionsOf(open)) - before) / AUTOVACUUM_EVERY_S,
    unit: "1/s",
    target: { at: "most", value: 1 },
  });
  await open.pool.query("update jobs set status = 'completed', outcome = 'ok', completed_at = now() where id = $1", [
    id,
  ]);
}

async function runJobs(bench: Bench, { open, web, startWorker }: Console, count: number): Promise<void> {
  const sim = await startSimulator({ clusters: [{ name: "lab", nodes: 1, guests: 1 }] });
  try {
    await connectTo(open, sim);
    const worker = await startWorker();
    const headers = { cookie: web.cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" };
    const one = async () => {
      const body = JSON.stringify({ sync_types: ["storage"] });
      const answer = await fetch(`${web.url}/api/jobs`, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`a job was answered ${answer.status} ${await answer.text()}`);
      const { id } = (await answer.json()) as { id: number };
      const stream = await fetch(`${web.url}/api/jobs/${id}/stream`, { headers: { cookie: web.cookie } });
      await stream.text();
    };
    const many = async (times: number) => {
      for (let done = 0; done < times; done += 1) await one();
      await sleep(bench.quick ? 500 : 3_000);
    };
    await many(count / 5);
    const early = await worker.held();
    await many((count * 4) / 5);
    tellHeld(bench, `the worker holds after ${count} jobs`, await worker.held(), early);
  } finally {
    await sim.close();
  }
}

/** A heap that grows is a leak; memory that grows without it is how the allocator cuts up what it has. */
function tellHeld(bench: Bench, what: string, now: Memory, early: Memory): void {
  for (const [name, part] of [
    ["memory", "residentMb"],
    ["heap", "heapMb"],
  ] as const) {
    bench.figure({
      name: `${name} that ${what}`,
      value: now[part],
      unit: "MB",
      target: { at: "most", value: 1.05, of: "ratio" },
      reference: { name: "after a fifth of them", value: early[part] },
    });
  }
}

export const leak: BenchRow = { name: "leak", title: "memory over very many viewers and jobs", run };
