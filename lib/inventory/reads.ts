import type { Db } from "#db/client";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import * as store from "./store.ts";

/** When an endpoint was last read, and why the last try failed; null before the first try. */
export const lastRead = (db: Db, endpointId: number): Promise<store.InventoryRead | null> =>
  store.findRead(db, endpointId);

export type InventoryRead = store.InventoryRead;

/** When each endpoint was read. */
export const readsOf = (db: Db): Promise<InventoryRead[]> => store.findReads(db);

/** Remembers that a reading failed before it began. */
export const saveRead = (db: Db, endpointId: number, result: { now: Date; error: string }): Promise<void> =>
  store.saveRead(db, endpointId, result);

/** Takes the next reading of an endpoint when the last try is older than `before`; one worker gets it. */
export const takeRead = (db: Db, endpointId: number, at: { now: Date; before: Date }): Promise<boolean> =>
  store.takeRead(db, endpointId, at);

/** When each endpoint was last tried; null: somebody wants it read now. */
export async function lastTries(db: Db): Promise<Map<number, Date | null>> {
  return new Map((await store.findReads(db)).map((read) => [read.proxmoxEndpointId, read.triedAt]));
}

/** The next look of a worker reads this endpoint, however lately it was read. */
export async function wantRead(db: Db, endpointId: number): Promise<void> {
  await store.setUntried(db, endpointId);
  await publish(db, topics.inventory);
}
