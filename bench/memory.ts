import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Memory of a process in MB: as the kernel counts it, and what lives in its heap. */
export type Memory = { residentMb: number; heapMb: number };

/** Memory of a process as the kernel counts it, in MB. */
export function residentMb(pid: number | undefined): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1024;
}

/** The environment of a process that `collect` may be asked about: its inspector opens on this port with the first question. */
export const inspectable = (port: number) => ({ NODE_OPTIONS: `--inspect-port=127.0.0.1:${port}` });

/** What a finalizer of one collection lets go of is found by the next. */
const COLLECTIONS = 3;
const PATIENCE_MS = 20_000;

/**
 * What a process holds: its garbage is collected before. V8 grows a heap for speed and looks at it late, so memory
 * without a collection tells how much there was to do, and not what stays.
 */
export async function collect(pid: number | undefined, port: number): Promise<Memory> {
  if (pid === undefined) throw new Error("a process that does not run holds nothing");
  process.kill(pid, "SIGUSR1");
  const inspector = new WebSocket(await inspectorUrl(port));
  await once(inspector, "open");
  const ask = async (method: string): Promise<Record<string, unknown>> => {
    const answer = once(inspector, "message") as Promise<[MessageEvent]>;
    inspector.send(JSON.stringify({ id: 1, method }));
    return JSON.parse(String((await answer)[0].data)).result;
  };
  try {
    for (let turn = 0; turn < COLLECTIONS; turn += 1) await ask("HeapProfiler.collectGarbage");
    const { usedSize } = await ask("Runtime.getHeapUsage");
    return { residentMb: residentMb(pid), heapMb: Number(usedSize) / 2 ** 20 };
  } finally {
    inspector.close();
  }
}

async function inspectorUrl(port: number): Promise<string> {
  for (const startMs = performance.now(); ; await sleep(20)) {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
    const [target] = answer ? ((await answer.json()) as { webSocketDebuggerUrl: string }[]) : [];
    if (target) return target.webSocketDebuggerUrl;
    if (performance.now() - startMs > PATIENCE_MS) throw new Error("the inspector of a process does not answer");
  }
}
