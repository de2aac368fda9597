import type { Db } from "#db/client";
import type { Logger } from "#lib/log";
import { pruneCheckHistory, sweepStatus } from "#lib/status/sweep";
import { type Loop, startLoop } from "./loop.ts";

/** How often is looked whether an endpoint is due; how often each is asked, the setting says. */
const LOOK_EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Keeps the state of every enabled endpoint fresh. */
export function startStatusSweep(db: Db, log: Logger, signal: AbortSignal): Loop {
  let prunedMs = Number.NEGATIVE_INFINITY;
  return startLoop("status-sweep", LOOK_EVERY_MS, log, async () => {
    await sweepStatus(db, { log, signal });
    if (performance.now() - prunedMs < PRUNE_EVERY_MS) return;
    prunedMs = performance.now();
    await pruneCheckHistory(db, new Date());
  });
}
