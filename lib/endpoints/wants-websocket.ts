import type { Db } from "#db/client";
import { resolveBackend } from "./resolve-default.ts";

/** Is the active backend set up for the WebSocket? Pages then use theirs too. */
export async function wantsWebsocket(db: Db): Promise<boolean> {
  return (await resolveBackend(db, null))?.useWebsocket ?? false;
}
