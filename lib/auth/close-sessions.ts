import type { Db } from "#db/client";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { revokeSessionsOf } from "./store.ts";

/** Ends every session of a user, except the one that asks for it; returns how many. Call it inside the change's transaction. */
export async function closeSessionsOf(db: Db, userId: number, exceptSessionId?: number): Promise<number> {
  const closed = await revokeSessionsOf(db, userId, exceptSessionId);
  await publish(db, topics.sessions);
  return closed;
}
