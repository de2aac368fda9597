import { startScript, stopChild } from "../child.ts";
import { type Console, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile } from "../numbers.ts";
import { seedLongJob } from "../seed.ts";

/** Frames that our stream sends as one chunk: a page of `lib/jobs/watch`. */
const FRAMES_PER_CHUNK = 1_000;

/**
 * The stream of a stored job from our web process; as many bytes in the same chunks from memory; and the same rows from
 * the database by `pg` and `node:http` alone.
 */
async function run(bench: Bench): Promise<void> {
  const frames = bench.quick ? 100_000 : 200_000;
  await withConsole(bench, async ({ open, web }) => {
    const id = await seedLongJob(open, frames);
    const ours = `${web.url}/api/jobs/${id}/stream`;
    const bytes = await drain(ours, web.cookie);
    const chunks = Math.ceil(frames / FRAMES_PER_CHUNK);
    const args = [String(Math.ceil(bytes / chunks)), String(chunks)];
    const memory = await startScript<{ port: number }>("bare.ts", args);
    const rows = await startScript<{ port: number }>("bare-log.ts", [open.url, String(id), String(FRAMES_PER_CHUNK)]);
    const urlOf = ({ said }: typeof memory) => `http://127.0.0.1:${said.port}/`;
    if ((await drain(urlOf(rows), web.cookie)) < bytes * 0.99) bench.fail("the reference did not send the whole log");
    await drain(urlOf(memory), web.cookie);
    const speeds = { ours: [] as number[], memory: [] as number[], rows: [] as number[] };
    for (let turn = 0; turn < (bench.quick ? 3 : 5); turn += 1) {
      speeds.ours.push(await speedOf(ours, web));
      speeds.memory.push(await speedOf(urlOf(memory), web));
      speeds.rows.push(await speedOf(urlOf(rows), web));
    }
    const median = percentile(speeds.ours, 0.5);
    const compared = { value: median, unit: "MB/s", target: { at: "least", value: 0.8, of: "ratio" } } as const;
    bench.figure({
      name: "a stored job through the stream, read from the database",
      ...compared,
      reference: { name: "node:http, the same chunks from memory", value: percentile(speeds.memory, 0.5) },
    });
    bench.figure({
      name: "the same, to the least that reads and sends those rows",
      ...compared,
      reference: { name: "node:http and pg, the same rows", value: percentile(speeds.rows, 0.5) },
    });
    bench.figure({
      name: "frames of a stored job through the stream",
      value: (median * 1e6 * frames) / bytes,
      unit: "frames/s",
    });
    await stopChild(rows.child);
    await stopChild(memory.child);
  });
}

async function speedOf(url: string, { cookie }: Console["web"]): Promise<number> {
  const startMs = performance.now();
  const bytes = await drain(url, cookie);
  return bytes / 1000 / (performance.now() - startMs);
}

async function drain(url: string, cookie: string): Promise<number> {
  const answer = await fetch(url, { headers: { cookie, accept: "text/event-stream" } });
  if (!answer.ok || !answer.body) throw new Error(`${url} was answered ${answer.status}`);
  let bytes = 0;
  for await (const chunk of answer.body) bytes += chunk.byteLength;
  return bytes;
}

export const sseHop: BenchRow = { name: "9", title: "our hop of the stream", run };
