import type { Db } from "#db/client";
import { countGuests, type GuestCounts, setLastJob, upsertVms, type VmsReading } from "./store.ts";

/** Stores one reading of an endpoint's guests. */
export const saveVms = (db: Db, reading: VmsReading): Promise<void> => upsertVms(db, reading);

/** A job synced the guests of an endpoint, or those with these ids in NetBox. */
export const saveLastJob = (
  db: Db,
  which: { endpointId: number; netboxVmIds: readonly number[]; jobId: number },
): Promise<void> => setLastJob(db, which);

export const guestsOfEndpoint = (db: Db, endpointId: number): Promise<GuestCounts> => countGuests(db, endpointId);
