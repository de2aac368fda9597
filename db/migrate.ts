import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { migrateQueues } from "./queues.ts";

export const OLDEST_POSTGRES_MAJOR = 15;
const MIGRATIONS_FOLDER = join(import.meta.dirname, "migrations");
/** Any number that nothing else locks: two migrators wait for each other. */
const MIGRATION_LOCK = 7240;
/** Copies made before a migration that stay; older ones are dropped. */
const KEPT_COPIES = 2;

/** `empty`: no schema yet · `pending`: an older schema · `current` · `newer`: written by a newer release. */
export type SchemaState = "empty" | "pending" | "current" | "newer";

export type MigrateResult = { state: SchemaState; applied: number; copiedTo?: string };

/** Hashes of the migrations of this release, oldest first. */
export function releaseMigrations(): string[] {
  return readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map((migration) => migration.hash);
}

/** Compares the schema of the database at `url` with the migrations of this release. Changes nothing. */
export async function schemaState(url: string): Promise<SchemaState> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await readState(client);
  } finally {
    await client.end();
  }
}

/**
 * Throws unless the database at `url` has exactly the schema of this release: older ones are migrated before any process
 * starts, and a process of an older release does not start on a newer one.
 */
export async function assertCurrentSchema(url: string): Promise<void> {
  const state = await schemaState(url).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The database of DATABASE_URL cannot be used: ${why}`);
  });
  if (state === "newer") throw new Error(NEWER);
  if (state === "current") return;
  throw new Error(
    `The database ${state === "empty" ? "is empty" : "has the schema of an older release"}. ` +
      "Run `npm run db:migrate` first, or `npm start`, which does it.",
  );
}

/**
 * Brings the schema of the database at `url` up to this release, under an advisory lock. Refuses PostgreSQL
 * before 15 and a schema of a newer release. With `copyFirst`, a database that holds data is copied within its
 * server before anything changes; the two newest copies stay. Creates the database itself when `createDatabase`.
 */
export async function migrate(
  url: string,
  options: { copyFirst?: boolean; createDatabase?: boolean } = {},
): Promise<MigrateResult> {
  if (options.createDatabase) await ensureDatabase(url);
  const copiedTo = options.copyFirst && (await schemaState(url)) === "pending" ? await copyDatabase(url) : undefined;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await assertServer(client);
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const state = await readState(client);
    if (state === "newer") throw new Error(NEWER);
    if (state === "current") {
      await migrateQueues(url);
      return { state, applied: 0 };
    }
    const before = await appliedCount(client);
    await applyMigrations(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
    await migrateQueues(url);
    return { state, applied: (await appliedCount(client)) - before, ...(copiedTo ? { copiedTo } : {}) };
  } finally {
    await client.end();
  }
}

const NEWER =
  "The database was migrated by a newer release of Proxbox Console. Start that release again, " +
  "or restore a backup made by this one into an empty database.";

async function assertServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version",
  );
  const major = Math.floor(Number(rows[0]?.number) / 10_000);
  if (major < OLDEST_POSTGRES_MAJOR) {
    throw new Error(
      `PostgreSQL ${rows[0]?.version} is too old: DATABASE_URL must name a PostgreSQL ${OLDEST_POSTGRES_MAJOR} or newer.`,
    );
  }
}

async function readState(client: pg.Client): Promise<SchemaState> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS found",
  );
  if (!rows[0]?.found) return "empty";
  const applied = await client.query<{ hash: string }>("SELECT hash FROM drizzle.__drizzle_migrations ORDER BY id");
  const ours = releaseMigrations();
  const known = new Set(ours);
  if (applied.rows.length === 0) return "empty";
  if (applied.rows.some((row) => !known.has(row.hash))) return "newer";
  return applied.rows.length < ours.length ? "pending" : "current";
}

async function appliedCount(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS found",
  );
  if (!rows[0]?.found) return 0;
  const count = await client.query<{ count: string }>("SELECT count(*) AS count FROM drizzle.__drizzle_migrations");
  return Number(count.rows[0]?.count);
}

async function ensureDatabase(url: string): Promise<void> {
  await withMaintenance(url, async (client, name) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  });
}

/** Copies within the server, which needs that nobody is connected to the original. */
async function copyDatabase(url: string): Promise<string> {
  return withMaintenance(url, async (client, name) => {
    const prefix = `${name}_before_`;
    const copy = `${prefix}${new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14)}`;
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(copy)} TEMPLATE ${pg.escapeIdentifier(name)}`);
    const { rows } = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname DESC OFFSET $2",
      [prefix, KEPT_COPIES],
    );
    for (const row of rows) await client.query(`DROP DATABASE ${pg.escapeIdentifier(row.datname)}`);
    return copy;
  });
}

async function withMaintenance<T>(url: string, work: (client: pg.Client, name: string) => Promise<T>): Promise<T> {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  target.pathname = "/postgres";
  const client = new pg.Client({ connectionString: target.href, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client, name);
  } finally {
    await client.end();
  }
}
