import { z } from "zod";
import type { Db } from "#db/client";
import { findRecentWorkers } from "./store.ts";

/** A worker writes its heartbeat every 5 s; three missed ones and it counts as gone. */
export const HEARTBEAT_EVERY_MS = 5_000;
const GONE_AFTER_MS = 15_000;

export const LiveWorker = z.object({
  id: z.number(),
  name: z.string(),
  version: z.string(),
  state: z.string(),
  missing: z.array(z.string()),
  heartbeat_at: z.string(),
});
export type LiveWorker = z.infer<typeof LiveWorker>;

/** Workers that are there now, also those that are stopping. */
export async function listLiveWorkers(db: Db): Promise<LiveWorker[]> {
  const rows = await findRecentWorkers(db, GONE_AFTER_MS);
  return rows
    .filter((row) => row.state !== "stopped")
    .map((row) => ({
      id: row.id,
      name: row.name,
      version: row.version,
      state: row.state,
      missing: row.missing,
      heartbeat_at: row.heartbeatAt.toISOString(),
    }));
}
