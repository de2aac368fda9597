import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { testServerUrl } from "../bin/test-postgres.mjs";
import { type OpenDb, openDb } from "./client.ts";
import { migrate } from "./migrate.ts";

const FOLDER = join(import.meta.dirname, "migrations");
const TEMPLATE_LOCK = 7239;

/** A database of its own for one test file, cloned from a migrated template. `close` drops it. */
export async function testDatabase(): Promise<OpenDb> {
  const server = testServerUrl();
  const template = `template_${migrationsHash()}`;
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(server, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", [
      template,
    ]);
    if (rowCount === 0) await createTemplate(client, server, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  });
  const open = openDb(databaseUrl(server, name), { max: 10, applicationName: "proxbox-console test" });
  return {
    ...open,
    close: async () => {
      await open.close();
      await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** A database of its own for `work` alone, dropped whatever happens. */
export async function withTestDatabase(work: (open: OpenDb) => Promise<void>): Promise<void> {
  const open = await testDatabase();
  try {
    await work(open);
  } finally {
    await open.close();
  }
}

async function createTemplate(client: pg.Client, server: string, template: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${template}`);
  await migrate(databaseUrl(server, template));
  await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
}

function migrationsHash(): string {
  const hash = createHash("sha256").update(readFileSync(join(FOLDER, "../queues.ts")));
  for (const file of readdirSync(FOLDER)
    .filter((entry) => entry.endsWith(".sql"))
    .sort()) {
    hash.update(file).update(readFileSync(join(FOLDER, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
