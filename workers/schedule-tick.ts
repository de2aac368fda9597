import type { Db } from "#db/client";
import type { Logger } from "#lib/log";
import { runDueSchedules } from "#lib/schedules/run-due";
import { type Loop, startLoop } from "./loop.ts";

const TICK_EVERY_MS = 1_000;

/** Every worker looks for due schedules; the rows decide who starts the job. */
export function startScheduleTick(db: Db, log: Logger): Loop {
  return startLoop("schedules", TICK_EVERY_MS, log, () => runDueSchedules(db, log));
}
