import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TEST_KEYS } from "#lib/testing/process";
import { freePort } from "../../bin/files.mjs";
import { STATISTICS_LATE_MS, transactionsOf, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { residentMb } from "../memory.ts";

/** Web and worker when nothing happens, and how long they take to be there. */
async function run(bench: Bench): Promise<void> {
  const plain = await startPlainNext(bench.root);
  // The first start after a build loads the compiler of TypeScript as well, and keeps what it compiled.
  await withConsole(bench, async ({ startWorker }) => void (await startWorker()));
  await withConsole(bench, async ({ open, web, startWorker }) => {
    const startMs = performance.now();
    const worker = await startWorker();
    const workerReadyMs = performance.now() - startMs;
    await fetch(`${web.url}/jobs`, { headers: { cookie: web.cookie } });
    // The start must not count as idleness.
    await sleep(STATISTICS_LATE_MS);
    const seconds = bench.quick ? 20 : 45;
    const before = await transactionsOf(open);
    await sleep(seconds * 1000);
    const perSecond = ((await transactionsOf(open)) - before) / seconds;
    bench.figure({
      name: "memory of web and worker, idle",
      value: residentMb(web.pid()) + residentMb(worker.pid()),
      unit: "MB",
      target: { at: "most", value: 250 },
      reference: { name: "next start alone", value: plain.mb },
      predecessor: "2.2 GiB of one web worker after reading long logs; job worker 222 MiB",
    });
    bench.figure({
      name: "transactions when idle",
      value: perSecond,
      unit: "1/s",
      target: { at: "most", value: 5 },
    });
    bench.figure({
      name: "cold start, web and worker side by side",
      value: Math.max(web.readyMs, workerReadyMs),
      unit: "ms",
      target: { at: "most", value: 3_000 },
      reference: { name: "next start alone", value: plain.readyMs },
    });
  });
}

const PATIENCE_MS = 60_000;

/** Next's own server on the same build: until it answers, and its memory then. */
async function startPlainNext(root: string): Promise<{ readyMs: number; mb: number }> {
  const port = await freePort();
  const startMs = performance.now();
  const script = join(root, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [script, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: root,
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // Read when a request comes, and connected to by none of them.
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/nowhere",
      CONSOLE_SECRET_KEYS: TEST_KEYS,
    },
  });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/healthz`).catch(() => null);
      if (answer?.ok) break;
      if (performance.now() - startMs > PATIENCE_MS)
        throw new Error(`next start answers ${answer?.status ?? "nothing"}`);
      if (child.exitCode !== null) throw new Error(`next start ended with ${child.exitCode}`);
      await sleep(20);
    }
    return { readyMs: performance.now() - startMs, mb: residentMb(child.pid) };
  } finally {
    child.kill("SIGKILL");
  }
}

export const footprint: BenchRow = { name: "10", title: "what an idle console costs", run };
