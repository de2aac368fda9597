import type { Db } from "#db/client";
import { deleteOldChecks } from "./prune-store.ts";

const KEEP_DAYS = 30;

/** Forgets the check history of endpoints after a month. */
export function pruneChecks(db: Db): Promise<void> {
  return deleteOldChecks(db, KEEP_DAYS);
}
