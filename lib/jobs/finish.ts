import type { Db } from "#db/client";
import { isOutage } from "../frames/writer.ts";
import { backoffMs, sleep } from "../time.ts";
import { finishLease, handBackLease, type JobEnd } from "./lease-store.ts";
import type { Lease } from "./schema.ts";

/** Longer than any lease: whoever is still away then has lost it anyway. */
const PATIENCE_MS = 120_000;

/** Writes the end of a job, waiting for a database that is away. False: the lease was lost meanwhile. */
export function finishJob(db: Db, lease: Lease, end: JobEnd): Promise<boolean> {
  return withPatience(() => finishLease(db, lease, end));
}

/** Gives the job back for another attempt, with the same patience. */
export function handBackJob(db: Db, lease: Lease): Promise<boolean> {
  return withPatience(() => handBackLease(db, lease));
}

async function withPatience(write: () => Promise<boolean>): Promise<boolean> {
  const endsAtMs = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isOutage(error) || performance.now() > endsAtMs) throw error;
      await sleep(backoffMs(attempt, { firstMs: 100, maxMs: 2_000 }));
    }
  }
}
