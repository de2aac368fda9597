import { startScript, stopChild } from "../child.ts";
import { type Console, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile } from "../numbers.ts";
import { seedLongJob } from "../seed.ts";

/** Frames that our stream sends as one chunk: a page of `lib/jobs/watch`. */
const FRAMES_PER_CHUNK = 500;

/** The stream of a stored job from our web process, and as many bytes in the same chunks from memory. */
async function run(bench: Bench): Promise<void> {
  const frames = bench.quick ? 100_000 : 200_000;
  await withConsole(bench, async ({ open, web }) => {
    const id = await seedLongJob(open, frames);
    const ours = `${web.url}/api/jobs/${id}/stream`;
    const bytes = await drain(ours, web.cookie);
    const chunks = Math.ceil(frames / FRAMES_PER_CHUNK);
    const args = [String(Math.ceil(bytes / chunks)), String(chunks)];
    const { child, said } = await startScript<{ port: number }>("bare.ts", args);
    const bare = `http://127.0.0.1:${said.port}/`;
    await drain(bare, web.cookie);
    const turns = bench.quick ? 3 : 5;
    const speeds = { ours: [] as number[], bare: [] as number[] };
    for (let turn = 0; turn < turns; turn += 1) {
      speeds.ours.push(await speedOf(ours, web));
      speeds.bare.push(await speedOf(bare, web));
    }
    const median = percentile(speeds.ours, 0.5);
    bench.figure({
      name: "a stored job through the stream, read from the database",
      value: median,
      unit: "MB/s",
      reference: { name: "node:http, the same chunks from memory", value: percentile(speeds.bare, 0.5) },
      target: { at: "least", value: 0.8, of: "ratio" },
    });
    bench.figure({
      name: "frames of a stored job through the stream",
      value: (median * 1e6 * frames) / bytes,
      unit: "frames/s",
    });
    await stopChild(child);
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
