import { watchJob } from "#lib/jobs/watch";
import { sleep } from "#lib/time";
import type { World } from "./world.ts";

export type Viewer = { jobId: number; seqs: number[]; done: Promise<void> };

/** Watches a job to its end as a browser does: comes back with its cursor whenever the stream breaks or is over. */
export function openViewer(world: World, jobId: number, signal: AbortSignal): Viewer {
  const seqs: number[] = [];
  const watch = async () => {
    while (!signal.aborted) {
      try {
        const input = { jobId, after: seqs.at(-1) ?? 0, signal, maxLifeMs: 1_500 };
        for await (const event of watchJob({ db: world.open.db, listener: world.listener }, input)) {
          if (event.kind === "frames") seqs.push(...event.frames.map((frame) => frame.seq));
          if (event.kind === "end") return;
        }
      } catch {
        await sleep(50, signal).catch(() => {});
      }
    }
  };
  return { jobId, seqs, done: watch() };
}
