import type { Db } from "#db/client";
import { deleteOldDeliveries } from "./store.ts";

/** Longer than the day that a look for news goes back: what was told must be known to have been told. */
const KEEP_DAYS = 30;

/** Forgets deliveries that are over and old. */
export const pruneDeliveries = (db: Db): Promise<void> => deleteOldDeliveries(db, KEEP_DAYS);
