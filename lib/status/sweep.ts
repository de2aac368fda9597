import type { Db } from "#db/client";
import { listEndpointAges } from "../endpoints/open.ts";
import type { Logger } from "../log.ts";
import { forEachAtOnce } from "../parallel.ts";
import { readSettings } from "../settings/read.ts";
import { checkEndpoint } from "./check.ts";
import { kindOfService, type Service, services } from "./schema.ts";
import { deleteHistoryBefore, findTurns, storedService, type Turn, takeTurn } from "./store.ts";

/** Endpoints looked at side by side: a backend costs a quarter of a second of CPU for each key it verifies. */
const AT_ONCE = 4;
/** Who took a turn and died leaves the endpoint to others after this. */
const TURN_MS = 60_000;
const HISTORY_MS = 30 * 86_400_000;

export type SweepInput = { log: Logger; now?: () => Date; random?: () => number; signal?: AbortSignal };

type Due = { service: Service; id: number; seen: Date | null };

/** `nextInMs`: until the next endpoint is due, infinite when none is enabled. */
export type Swept = { looked: number; nextInMs: number };

/** Looks at every enabled endpoint whose time has come; several workers share them. */
export async function sweepStatus(db: Db, input: SweepInput): Promise<Swept> {
  const { log, now = () => new Date(), random, signal } = input;
  const { keepalive_interval_seconds: everySeconds } = await readSettings(db);
  const timing = { everyMs: everySeconds * 1000, now, random };
  let looked = 0;
  const { due, nextInMs } = await findDue(db, now(), timing.everyMs);
  await forEachAtOnce(due, AT_ONCE, async ({ service, id, seen }) => {
    if (signal?.aborted) return;
    const until = new Date(now().getTime() + TURN_MS);
    if (!(await takeTurn(db, { service, endpointId: id, seen, until }))) return;
    looked += 1;
    await checkEndpoint(db, { service, id, timing, signal }).catch((error) => {
      if (!signal?.aborted) log.warn({ err: error, service, endpointId: id }, "an endpoint could not be checked");
    });
  });
  // What was looked at has a time of its own now: soon, when the result was doubtful.
  return { looked, nextInMs: due.length > 0 ? 0 : nextInMs };
}

async function findDue(db: Db, now: Date, everyMs: number): Promise<{ due: Due[]; nextInMs: number }> {
  const due: Due[] = [];
  let nextInMs = Number.POSITIVE_INFINITY;
  const turns = await findTurns(db);
  for (const service of services) {
    const own = turns.filter((turn) => turn.service === storedService(service));
    const rows = new Map(own.map((row) => [row.endpointId, row]));
    for (const { id, updatedAt } of (await listEndpointAges(db, kindOfService[service])).filter((one) => one.enabled)) {
      const row = rows.get(id);
      if (isDue(row, updatedAt, { now, everyMs })) due.push({ service, id, seen: row?.nextCheckAt ?? null });
      else nextInMs = Math.min(nextInMs, (row?.nextCheckAt?.getTime() ?? 0) - now.getTime());
    }
  }
  return { due, nextInMs };
}

/** Its time has come, the interval was shortened since, or the endpoint was changed since the state that was looked at. */
function isDue(row: Turn | undefined, updatedAt: Date, at: { now: Date; everyMs: number }): boolean {
  if (!row?.nextCheckAt || row.nextCheckAt <= at.now) return true;
  if (row.checkedAt === null) return false;
  const ageMs = at.now.getTime() - row.checkedAt.getTime();
  const seenAt = row.endpointUpdatedAt ?? row.checkedAt;
  return updatedAt > seenAt || (row.failures === 0 && ageMs > at.everyMs * 1.06);
}

/** Drops results that are older than a month. */
export const pruneCheckHistory = (db: Db, now: Date): Promise<void> =>
  deleteHistoryBefore(db, new Date(now.getTime() - HISTORY_MS));
