import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "./schema/index.ts";

type Schema = typeof schema;
export type Database = NodePgDatabase<Schema>;
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** A database handle or an open transaction: verbs take either. */
export type Db = Database | Tx;

export type OpenDb = { db: Database; pool: pg.Pool; url: string; close: () => Promise<void> };

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

export type OpenOptions = {
  max?: number;
  applicationName?: string;
  /** The server ends a transaction that nothing is heard of for so long, and with it its row locks. */
  idleInTransactionMs?: number;
};

/** A silent peer is asked after this time whether it is still there; the system's default is two hours. */
export const KEEP_ALIVE_AFTER_MS = 10_000;

/** Opens a pool of at most `max` connections. Nothing connects before the first query. */
export function openDb(url: string, options: OpenOptions = {}): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "proxbox-console",
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    idle_in_transaction_session_timeout: options.idleInTransactionMs,
  });
  // A lost connection shows in the query that used it and is replaced by the next one; without listeners, idle or
  // checked out, its error event would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return { db: drizzle(pool, { schema }), pool, url, close: () => endPool(pool) };
}

/** A connection that was cut while idle never confirms its end; nobody waits longer than this for it. */
const END_PATIENCE_MS = 3_000;

async function endPool(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, END_PATIENCE_MS);
  });
  await Promise.race([pool.end(), late]);
  clearTimeout(timer);
}

/** Runs `work` in a transaction; inside one already, it joins that one. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return "rollback" in db ? work(db as Tx) : (db as Database).transaction((tx) => work(tx));
}
