import type { Db } from "#db/client";
import { listEndpointAges } from "../endpoints/open.ts";
import { isAppError } from "../errors.ts";
import { lastTries, takeRead } from "../inventory/reads.ts";
import type { Logger } from "../log.ts";
import { readSettings } from "../settings/read.ts";
import { deadline } from "../time.ts";
import { refreshEndpoint } from "./refresh-endpoint.ts";

const TIMEOUT_MS = 120_000;

/** Reads the inventory of every enabled endpoint whose last reading is too old; several workers share them. */
export async function refreshDue(
  db: Db,
  input: { log: Logger; now?: () => Date; signal?: AbortSignal },
): Promise<number> {
  const { log, now = () => new Date() } = input;
  const { inventory_interval_minutes: minutes } = await readSettings(db);
  let refreshed = 0;
  const tried = await lastTries(db);
  for (const { id, enabled } of await listEndpointAges(db, "proxmox")) {
    const at = now();
    const before = new Date(at.getTime() - minutes * 60_000);
    const last = tried.get(id);
    if (!enabled || input.signal?.aborted || (last && last >= before)) continue;
    if (!(await takeRead(db, id, { now: at, before }))) continue;
    refreshed += 1;
    const signal = deadline(TIMEOUT_MS, input.signal);
    await refreshEndpoint(db, id, { signal, now }).catch((error) => {
      const isNew = isAppError(error) && error.details.isNew === true;
      if (!input.signal?.aborted && !isNew) log.info({ err: error, endpointId: id }, "the inventory could not be read");
    });
  }
  return refreshed;
}
