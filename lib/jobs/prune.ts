import type { Db } from "#db/client";
import { errorMessage } from "../errors.ts";
import type { Logger } from "../log.ts";
import {
  deleteDropped,
  dropPartition,
  findOldestKept,
  findPartitions,
  type Retention,
  releaseKept,
} from "./prune-store.ts";
import { sumTallies } from "./tally-store.ts";

const DELETED_AT_ONCE = 50;

/**
 * Forgets jobs that are over the retention: whole partitions of frames are dropped, then the rows of their jobs. The
 * last failed job keeps its frames, and a partition with a job that is not over yet stays as it is. What they counted
 * in the metrics stays, summed up.
 */
export async function pruneJobs(db: Db, retention: Retention, log: Logger): Promise<void> {
  await releaseKept(db);
  const limits = { days: retention.days, oldestId: await findOldestKept(db, retention.jobs) };
  for (const first of await findPartitions(db)) {
    try {
      if (await dropPartition(db, first, limits)) log.info({ firstJobId: first }, "frames of old jobs were dropped");
    } catch (error) {
      log.warn(
        { firstJobId: first, reason: errorMessage(error) },
        "old frames could not be dropped; tried again later",
      );
    }
  }
  while ((await deleteDropped(db, DELETED_AT_ONCE)) === DELETED_AT_ONCE);
  await sumTallies(db);
}
