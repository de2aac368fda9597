import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "#db/migrate";
import { freePort } from "../bin/files.mjs";
import { productionSettings } from "../bin/launcher/database.mjs";
import { databaseUrl, initDatabase, placePostgres, removeDatabase, startServer, stopServer } from "../bin/postgres.mjs";

export type BenchServer = {
  /** A migrated database of its own; returns its URL. */
  createDatabase: () => Promise<string>;
  dropDatabase: (url: string) => Promise<void>;
  /** Its main process, which starts one for each connection. */
  pid: number;
  /** Everything the server wrote to its log so far. */
  logFile: string;
  close: () => Promise<void>;
};

/** An embedded PostgreSQL of the run's own with the settings that `npm start` gives it: every commit is flushed. */
export async function startBenchServer(root: string): Promise<BenchServer> {
  const dataDir = join(root, ".cache", `bench-${process.pid}`);
  const place = placePostgres({ root, dataDir });
  const port = await freePort();
  const logFile = join(dataDir, "postgres.log");
  initDatabase(place);
  const running = await startServer(place, { port, settings: productionSettings, logFile });
  // However this process leaves, its database does not stay behind.
  process.once("exit", () => {
    running.kill("SIGQUIT");
    rmSync(dataDir, { recursive: true, force: true });
  });
  let serial = 0;
  return {
    pid: running.pid ?? 0,
    logFile,
    async createDatabase() {
      const name = `bench_${++serial}`;
      await query(databaseUrl(place, port, "postgres"), `create database ${name}`);
      const url = databaseUrl(place, port, name);
      await migrate(url);
      return url;
    },
    async dropDatabase(url) {
      const name = new URL(url).pathname.slice(1);
      await query(databaseUrl(place, port, "postgres"), `drop database if exists ${name} with (force)`);
    },
    async close() {
      await stopServer(place, { mode: "immediate" });
      removeDatabase(place);
    },
  };
}

/** One statement on a connection of its own. */
export async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: "bench" });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
