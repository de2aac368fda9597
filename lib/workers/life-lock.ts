import pg from "pg";
import { KEEP_ALIVE_AFTER_MS } from "#db/client";
import { WORKER_LOCK_CLASS } from "../jobs/lease-numbers.ts";
import type { Logger } from "../log.ts";
import { backoffMs, sleep } from "../time.ts";

export type LifeLock = { isHeld: () => boolean; close: () => Promise<void> };

/** Well below the half second after which a free lock is taken for a death. */
const RECONNECT_FIRST_MS = 20;
const RECONNECT_MAX_MS = 1_000;

/**
 * Holds the session-level lock that proves this worker alive. The server drops it the moment the process dies; a
 * connection that is only cut is replaced at once.
 */
export async function holdLifeLock(url: string, workerId: number, log: Logger): Promise<LifeLock> {
  const closed = new AbortController();
  let client = await lockOn(url, workerId);
  let isHeld = true;
  const keep = async () => {
    while (!closed.signal.aborted) {
      await untilEnd(client, closed.signal);
      if (closed.signal.aborted) break;
      isHeld = false;
      log.warn("the life lock's connection was lost");
      for (let attempt = 0; !closed.signal.aborted; attempt += 1) {
        try {
          client = await lockOn(url, workerId);
          isHeld = true;
          break;
        } catch {
          await sleep(
            backoffMs(attempt, { firstMs: RECONNECT_FIRST_MS, maxMs: RECONNECT_MAX_MS }),
            closed.signal,
          ).catch(() => {});
        }
      }
    }
    await client.end().catch(() => {});
  };
  const done = keep();
  return {
    isHeld: () => isHeld,
    async close() {
      closed.abort();
      await done;
    },
  };
}

async function lockOn(url: string, workerId: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "proxbox-console life lock",
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_advisory_lock($1, $2::int)", [WORKER_LOCK_CLASS, workerId]);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

function untilEnd(client: pg.Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once("end", () => resolve());
    client.once("error", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
