import type { Db } from "#db/client";
import type { Listener } from "#lib/events/listen";
import { topics } from "#lib/events/topics";
import type { Logger } from "#lib/log";
import { pruneCheckHistory, sweepStatus } from "#lib/status/sweep";
import { type Loop, startLoop } from "./loop.ts";

/** An endpoint that was saved or is wanted now is told by a hint, which may be lost. */
const LOOK_AT_LEAST_EVERY_MS = 10_000;
const LOOK_AT_MOST_EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Keeps the state of every enabled endpoint fresh; how often each is asked, the setting says. */
export function startStatusSweep(db: Db, listener: Listener, log: Logger, signal: AbortSignal): Loop {
  let prunedMs = Number.NEGATIVE_INFINITY;
  let nextInMs = LOOK_AT_MOST_EVERY_MS;
  const everyMs = () => Math.min(LOOK_AT_LEAST_EVERY_MS, Math.max(LOOK_AT_MOST_EVERY_MS, nextInMs));
  const hints = { listener, topics: [topics.endpoints, topics.settings] };
  return startLoop("status-sweep", { everyMs, hints }, log, async () => {
    nextInMs = LOOK_AT_MOST_EVERY_MS;
    nextInMs = (await sweepStatus(db, { log, signal })).nextInMs;
    if (performance.now() - prunedMs < PRUNE_EVERY_MS) return;
    prunedMs = performance.now();
    await pruneCheckHistory(db, new Date());
  });
}
