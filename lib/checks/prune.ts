import type { Db } from "#db/client";
import { deleteOldChecks } from "./prune-store.ts";

const KEEP_DAYS = 30;
const DELETED_AT_ONCE = 5_000;

/** Forgets the check history of endpoints after a month. */
export async function pruneChecks(db: Db): Promise<void> {
  while ((await deleteOldChecks(db, KEEP_DAYS, DELETED_AT_ONCE)) === DELETED_AT_ONCE);
}
