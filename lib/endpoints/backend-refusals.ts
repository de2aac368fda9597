import type { Db } from "#db/client";
import { REFUSED_FOR_MS, type Refusals } from "../backend/refusals.ts";
import { openSecret } from "./secrets.ts";
import { findEndpoint, findLockMs, lockBackend, noteRefusedKey, wasKeyRefused } from "./store.ts";

/**
 * What a backend refused, kept with its row: it holds in every process and after a restart, and ends with a change of
 * the backend. While the database is away a sync goes on, so nothing is held back then: it costs one try.
 */
export function backendRefusals(db: Db, backendId: number): Refusals {
  const holdsKey = async (key: string | null) => {
    const row = await findEndpoint(db, "backends", backendId);
    return row !== null && openSecret("backends", row, "token") === key;
  };
  return {
    lockedForMs: () => findLockMs(db, backendId).catch(() => 0),
    lock: (forMs) => lockBackend(db, backendId, forMs).catch(() => {}),
    isKeyRefused: async (key) =>
      (await wasKeyRefused(db, backendId, REFUSED_FOR_MS).catch(() => false)) && holdsKey(key),
    // Another key may have been entered during the call: nothing is known of that one.
    refuseKey: async (key) => {
      if (await holdsKey(key).catch(() => false)) await noteRefusedKey(db, backendId);
    },
  };
}
