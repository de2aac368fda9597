import type { Db } from "#db/client";
import { listEndpointAges } from "../endpoints/open.ts";
import type { Logger } from "../log.ts";
import { forEachAtOnce } from "../parallel.ts";
import { readSettings } from "../settings/read.ts";
import { checkEndpoint } from "./check.ts";
import { kindOfService, type Service, services } from "./schema.ts";
import { type CheckRow, deleteHistoryBefore, findChecks, takeTurn } from "./store.ts";

/** Endpoints looked at side by side: a backend costs a quarter of a second of CPU for each key it verifies. */
const AT_ONCE = 4;
/** Who took a turn and died leaves the endpoint to others after this. */
const TURN_MS = 60_000;
const HISTORY_MS = 30 * 86_400_000;

export type SweepInput = { log: Logger; now?: () => Date; random?: () => number; signal?: AbortSignal };

type Due = { service: Service; id: number; seen: Date | null };

/** Looks at every enabled endpoint whose time has come; several workers share them. Returns how many it looked at. */
export async function sweepStatus(db: Db, input: SweepInput): Promise<number> {
  const { log, now = () => new Date(), random, signal } = input;
  const { keepalive_interval_seconds: everySeconds } = await readSettings(db);
  const timing = { everyMs: everySeconds * 1000, now, random };
  let looked = 0;
  await forEachAtOnce(await findDue(db, now(), timing.everyMs), AT_ONCE, async ({ service, id, seen }) => {
    if (signal?.aborted) return;
    const until = new Date(now().getTime() + TURN_MS);
    if (!(await takeTurn(db, { service, endpointId: id, seen, until }))) return;
    looked += 1;
    await checkEndpoint(db, { service, id, timing, signal }).catch((error) => {
      if (!signal?.aborted) log.warn({ err: error, service, endpointId: id }, "an endpoint could not be checked");
    });
  });
  return looked;
}

async function findDue(db: Db, now: Date, everyMs: number): Promise<Due[]> {
  const due: Due[] = [];
  for (const service of services) {
    const rows = new Map((await findChecks(db, service)).map((row) => [row.endpointId, row]));
    for (const endpoint of await listEndpointAges(db, kindOfService[service])) {
      const row = rows.get(endpoint.id);
      if (endpoint.enabled && isDue(row, endpoint.updatedAt, { now, everyMs }))
        due.push({ service, id: endpoint.id, seen: row?.nextCheckAt ?? null });
    }
  }
  return due;
}

/** Its time has come, the interval was shortened since, or the endpoint was changed since the state that was looked at. */
function isDue(row: CheckRow | undefined, updatedAt: Date, at: { now: Date; everyMs: number }): boolean {
  if (!row?.nextCheckAt || row.nextCheckAt <= at.now) return true;
  if (row.checkedAt === null) return false;
  const ageMs = at.now.getTime() - row.checkedAt.getTime();
  const seenAt = row.endpointUpdatedAt ?? row.checkedAt;
  return updatedAt > seenAt || (row.failures === 0 && ageMs > at.everyMs * 1.06);
}

/** Drops results that are older than a month. */
export const pruneCheckHistory = (db: Db, now: Date): Promise<void> =>
  deleteHistoryBefore(db, new Date(now.getTime() - HISTORY_MS));
