import type { Db } from "#db/client";
import { markConfirmed as mark } from "./sessions-store.ts";

/** Remembers that the password of this session was entered just now. */
export function markConfirmed(db: Db, session: { sessionId: number }): Promise<void> {
  return mark(db, session.sessionId);
}
