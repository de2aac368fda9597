import type { Db } from "#db/client";
import type { Listener } from "#lib/events/listen";
import { topics } from "#lib/events/topics";
import type { Logger } from "#lib/log";
import { msToNextRun, runDueSchedules } from "#lib/schedules/run-due";
import { type Loop, startLoop } from "./loop.ts";

/** A schedule that was saved meanwhile is told by a hint, which may be lost. */
const TICK_AT_LEAST_EVERY_MS = 5_000;
/** After a turn that failed, or left something due: it belongs to somebody else, or cannot be run. */
const TICK_AGAIN_MS = 1_000;

/** Every worker looks for due schedules; the rows decide who starts the job. */
export function startScheduleTick(db: Db, listener: Listener, log: Logger): Loop {
  let nextInMs = TICK_AGAIN_MS;
  const everyMs = () => Math.min(TICK_AT_LEAST_EVERY_MS, nextInMs);
  return startLoop("schedules", { everyMs, hints: { listener, topics: [topics.schedules] } }, log, async () => {
    nextInMs = TICK_AGAIN_MS;
    await runDueSchedules(db, log);
    const ms = (await msToNextRun(db)) ?? TICK_AT_LEAST_EVERY_MS;
    if (ms > 0) nextInMs = Math.ceil(ms);
  });
}
