import pg from "pg";
import { KEEP_ALIVE_AFTER_MS } from "#db/client";
import type { Logger } from "../log.ts";
import { backoffMs, sleep } from "../time.ts";
import { CHANNEL } from "./topics.ts";

export type Listener = {
  /** Calls `onHint` for every topic that `matches`, and once after each reconnect, because a hint may have been lost. */
  subscribe: (matches: (topic: string) => boolean, onHint: (topic: string | null) => void) => () => void;
  isConnected: () => boolean;
  close: () => Promise<void>;
};

type Subscriber = { matches: (topic: string) => boolean; onHint: (topic: string | null) => void };

const RECONNECT_FIRST_MS = 100;
const RECONNECT_MAX_MS = 5_000;
/** A half-open connection shows only when used: one query each 20 s … */
const HEARTBEAT_MS = 20_000;
/** … which is answered within this time, or the connection counts as lost. */
const ANSWER_WITHIN_MS = 5_000;

/** One LISTEN connection of this process, with reconnect; every reader shares it. Needs a session connection (no transaction pooling). */
export function openListener(url: string, log: Logger): Listener {
  const subscribers = new Set<Subscriber>();
  const stop = new AbortController();
  let client: pg.Client | null = null;

  const wake = (topic: string | null) => {
    for (const subscriber of subscribers) {
      if (topic === null || subscriber.matches(topic)) subscriber.onHint(topic);
    }
  };

  const done = (async () => {
    for (let attempt = 0; !stop.signal.aborted; attempt += 1) {
      try {
        client = await connect(url, wake);
        attempt = 0;
        wake(null);
        await untilLost(client, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) log.warn({ err: error }, "LISTEN connection lost, reconnecting");
      }
      const lost = client;
      client = null;
      await lost?.end().catch(() => {});
      const pauseMs = backoffMs(attempt, { firstMs: RECONNECT_FIRST_MS, maxMs: RECONNECT_MAX_MS });
      await sleep(pauseMs, stop.signal).catch(() => {});
    }
  })();

  return {
    subscribe(matches, onHint) {
      const subscriber = { matches, onHint };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    isConnected: () => client !== null,
    async close() {
      stop.abort();
      await done;
    },
  };
}

async function connect(url: string, wake: (topic: string) => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "proxbox-console listen",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    query_timeout: ANSWER_WITHIN_MS,
  });
  client.on("notification", (message) => wake(message.payload ?? ""));
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function untilLost(client: pg.Client, signal: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const either = AbortSignal.any([signal, lost.signal]);
  client.once("end", () => lost.abort(new Error("the connection ended")));
  client.once("error", (error) => lost.abort(error));
  while (!either.aborted) {
    await sleep(HEARTBEAT_MS, either).catch(() => {});
    if (!either.aborted) await client.query({ text: "select 1" });
  }
  if (!signal.aborted) throw lost.signal.reason;
}
