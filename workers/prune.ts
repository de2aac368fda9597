import type { Db } from "#db/client";
import { pruneSessions } from "#lib/auth/prune-sessions";
import { pruneChecks } from "#lib/checks/prune";
import { pruneJobs } from "#lib/jobs/prune";
import type { Logger } from "#lib/log";
import { readSettings } from "#lib/settings/read";
import { pruneDeliveries } from "#lib/webhooks/prune";
import { pruneWorkers } from "#lib/workers/prune";
import { type Loop, startLoop } from "./loop.ts";

const PRUNE_EVERY_MS = 10 * 60_000;

/** Retention: every worker tries, one at a time does it. */
export function startPruning(db: Db, log: Logger): Loop {
  return startLoop("prune", { everyMs: PRUNE_EVERY_MS }, log, () => pruneAll(db, log));
}

/** Forgets everything that is over its time, as the settings say. */
export async function pruneAll(db: Db, log: Logger): Promise<void> {
  const { retention_days: days, retention_jobs: jobs } = await readSettings(db);
  await pruneJobs(db, { days, jobs }, log);
  await pruneSessions(db);
  await pruneChecks(db);
  await pruneWorkers(db, days);
  await pruneDeliveries(db);
}
