import type { Db } from "#db/client";
import type { Logger } from "../log.ts";
import { sleep } from "../time.ts";
import { HEARTBEAT_EVERY_MS } from "./live.ts";
import { insertWorker, updateWorker } from "./store.ts";

export type Registration = {
  id: number;
  /** Writes what it lacks to take jobs; the heartbeat repeats it. */
  setMissing: (missing: string[]) => Promise<void>;
  setState: (state: "ready" | "draining" | "stopped") => Promise<void>;
  close: () => void;
};

/** Enters this worker into the table and keeps its heartbeat going. */
export async function registerWorker(
  db: Db,
  input: { name: string; version: string; port: number | null; log: Logger },
): Promise<Registration> {
  const { log, ...worker } = input;
  const id = await insertWorker(db, worker);
  const closed = new AbortController();
  let missing: string[] = [];
  const beat = async () => {
    while (!closed.signal.aborted) {
      await sleep(HEARTBEAT_EVERY_MS, closed.signal).catch(() => {});
      if (closed.signal.aborted) return;
      await updateWorker(db, id, { missing }).catch((error) =>
        log.warn({ err: error }, "the heartbeat was not written"),
      );
    }
  };
  void beat();
  return {
    id,
    setMissing: (now) => {
      missing = now;
      return updateWorker(db, id, { missing });
    },
    setState: (state) => updateWorker(db, id, { state, ...(state === "stopped" ? { stoppedAt: new Date() } : {}) }),
    close: () => closed.abort(),
  };
}
