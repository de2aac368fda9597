import type { Db } from "#db/client";
import { deleteEndedSessions } from "./session-prune-store.ts";

const KEEP_DAYS = 30;

/** Forgets sessions and sign-in counters that ended long ago; the audit log keeps who signed in. */
export function pruneSessions(db: Db): Promise<void> {
  return deleteEndedSessions(db, KEEP_DAYS);
}
