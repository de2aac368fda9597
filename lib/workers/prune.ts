import type { Db } from "#db/client";
import { deleteOldWorkers } from "./store.ts";

/** Forgets workers that are gone for longer than jobs are kept, so that no job loses the name of its worker. */
export function pruneWorkers(db: Db, keepDays: number): Promise<void> {
  return deleteOldWorkers(db, keepDays + 1);
}
