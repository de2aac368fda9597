import type { Db } from "#db/client";
import { deleteOldDeliveries } from "./store.ts";

/** Longer than the day that a look for news goes back: what was told must be known to have been told. */
const KEEP_DAYS = 30;
const DELETED_AT_ONCE = 5_000;

/** Forgets deliveries that are over and old. */
export async function pruneDeliveries(db: Db): Promise<void> {
  while ((await deleteOldDeliveries(db, KEEP_DAYS, DELETED_AT_ONCE)) === DELETED_AT_ONCE);
}
