import type { Db } from "#db/client";
import * as store from "./store.ts";

export type PushRow = store.PushRow;
type Failure = Parameters<typeof store.failPush>[2];

/** The next push whose time has come, for this worker alone until `until`; null when there is none. */
export const takeDuePush = (db: Db, turn: { now: Date; until: Date }): Promise<PushRow | null> =>
  store.takeDuePush(db, turn);

/** It was delivered. */
export const settlePush = (db: Db, row: PushRow): Promise<void> => store.settlePush(db, row);

/** It was not: why, when to try again, and whether that makes sense. */
export const failPush = (db: Db, row: PushRow, failure: Failure): Promise<void> => store.failPush(db, row, failure);
