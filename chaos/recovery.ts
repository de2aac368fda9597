import { withPatience } from "#lib/jobs/patience";
import { nowMs } from "#lib/simulator/recorder";
import { sleep } from "#lib/time";
import type { Span } from "./spans.ts";
import type { World } from "./world.ts";

const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 60_000;
const BUSY_WITHIN_MS = 5_000;

export type Running = { id: number; attempt: number };

/** The jobs that a worker has in hand; none when the database cannot be asked. */
export async function jobsInHand(world: World, workerName: string): Promise<Running[]> {
  const query = `select jobs.id, attempt from jobs join workers on workers.id = worker_id
    where workers.name = $1 and jobs.status = 'running' and cancel_requested_at is null`;
  const { rows } = await world.open.pool.query(query, [workerName]).catch(() => ({ rows: [] }));
  return rows.map((row) => ({ id: Number(row.id), attempt: row.attempt }));
}

/** Waits a little for a worker to have jobs in hand: the death of an idle one shows nothing. */
export async function untilBusy(find: () => Promise<Running[]>): Promise<Running[]> {
  const endsAtMs = nowMs() + BUSY_WITHIN_MS;
  for (;;) {
    const jobs = await find();
    if (jobs.length > 0 || nowMs() > endsAtMs) return jobs;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Of one job of a killed worker: from the kill until it ran again. */
export type Takeover = Span & { jobId: number };

/** From `sinceMs` until each of these jobs ran again. One that ended otherwise meanwhile is left out. */
export async function watchTakeovers(world: World, jobs: readonly Running[], sinceMs: number): Promise<Takeover[]> {
  const spans = await Promise.all(
    jobs.map(async ({ id, attempt }) => {
      while (nowMs() - sinceMs < PATIENCE_MS) {
        const job = await withPatience(() => read(world, id));
        if (job.attempt > attempt) return { jobId: id, from: sinceMs, to: nowMs() };
        if (job.isOver) return null;
        await sleep(LOOK_EVERY_MS);
      }
      return { jobId: id, from: sinceMs, to: sinceMs + PATIENCE_MS };
    }),
  );
  return spans.filter((span) => span !== null);
}

/** The last kill of another worker while the job waited, the one that was about to take it over perhaps; null: none. */
export function crossedAtMs({ from, to }: Span, killsMs: readonly number[]): number | null {
  const crossing = killsMs.filter((killMs) => killMs > from && killMs < to);
  return crossing.length > 0 ? Math.max(...crossing) : null;
}

async function read(world: World, id: number): Promise<{ attempt: number; isOver: boolean }> {
  const query = "select attempt, status in ('completed', 'errored', 'failed') as over from jobs where id = $1";
  const { rows } = await world.open.pool.query(query, [id]);
  return { attempt: rows[0]?.attempt ?? 0, isOver: rows[0]?.over ?? true };
}
