import type { Db } from "#db/client";
import { withPatience } from "./patience.ts";
import { findUsedTimeMs } from "./store.ts";

/**
 * What earlier attempts used of a job's time. Workers on machines whose clocks differ agree on it: only the database's
 * clock counts.
 */
export function usedTimeMs(db: Db, jobId: number): Promise<number> {
  return withPatience(() => findUsedTimeMs(db, jobId));
}
