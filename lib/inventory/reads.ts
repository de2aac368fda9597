import type { Db } from "#db/client";
import * as store from "./store.ts";

/** When an endpoint was last read, and why the last try failed; null before the first try. */
export const lastRead = (db: Db, endpointId: number): Promise<store.InventoryRead | null> =>
  store.findRead(db, endpointId);

/** Remembers that a reading failed before it began. */
export const saveRead = (db: Db, endpointId: number, result: { now: Date; error: string }): Promise<void> =>
  store.saveRead(db, endpointId, result);

/** Takes the next reading of an endpoint when the last try is older than `before`; one worker gets it. */
export const takeRead = (db: Db, endpointId: number, at: { now: Date; before: Date }): Promise<boolean> =>
  store.takeRead(db, endpointId, at);
