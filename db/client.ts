import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgTransaction } from "drizzle-orm/pg-core";
import pg from "pg";
import * as schema from "./schema/index.ts";

type Schema = typeof schema;
export type Database = NodePgDatabase<Schema>;
// biome-ignore lint/suspicious/noExplicitAny: drizzle's transaction type takes driver-internal parameters
export type Tx = PgTransaction<any, Schema, any>;
/** A database handle or an open transaction: verbs take either. */
export type Db = Database | Tx;

export type OpenDb = { db: Database; pool: pg.Pool; url: string; close: () => Promise<void> };

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** Opens a pool of at most `max` connections. Nothing connects before the first query. */
export function openDb(url: string, options: { max?: number; applicationName?: string } = {}): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "proxbox-console",
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // A lost idle connection is replaced by the next query; without a listener it would end the process.
  pool.on("error", () => {});
  return { db: drizzle(pool, { schema }), pool, url, close: () => pool.end() };
}

/** Runs `work` in a transaction; inside one already, it joins that one. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return "rollback" in db ? work(db as Tx) : (db as Database).transaction((tx) => work(tx));
}
