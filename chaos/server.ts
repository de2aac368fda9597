import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "#db/migrate";
import { freePort } from "../bin/files.mjs";
import { databaseUrl, initDatabase, placePostgres, removeDatabase, startServer, stopServer } from "../bin/postgres.mjs";

/** Committed rows must survive `stop -m immediate`, so the write-ahead log is flushed; nothing else is slowed down. */
const settings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "on",
  max_connections: 200,
  max_wal_size: "256MB",
  shared_buffers: "64MB",
  jit: "off",
  max_locks_per_transaction: 256,
  restart_after_crash: "on",
};

export type ChaosServer = {
  url: string;
  /** `pg_ctl stop -m immediate`, and up again after `downMs`. */
  crash: (downMs: number) => Promise<void>;
  /** Terminates connections whose application name is like that; returns how many. */
  terminate: (applicationName: string, limit: number) => Promise<number>;
  close: () => Promise<void>;
};

/** An embedded PostgreSQL of the harness's own, with a migrated database in it. */
export async function startChaosServer(root: string): Promise<ChaosServer> {
  const dataDir = join(root, ".cache", `chaos-${process.pid}`);
  const place = placePostgres({ root, dataDir });
  const port = await freePort();
  let running: ChildProcess | undefined;
  const start = async () => {
    running = await startServer(place, { port, settings });
  };
  // However this process leaves, its database does not stay behind.
  process.once("exit", () => {
    running?.kill("SIGQUIT");
    rmSync(dataDir, { recursive: true, force: true });
  });
  initDatabase(place, { sync: false });
  await start();
  await onServer(databaseUrl(place, port, "postgres"), (client) => client.query("create database chaos"));
  const url = databaseUrl(place, port, "chaos");
  await migrate(url);
  return {
    url,
    async crash(downMs) {
      await stopServer(place, { mode: "immediate" });
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await start();
    },
    terminate: (applicationName, limit) =>
      onServer(url, async (client) => {
        const { rowCount } = await client.query(
          `select pg_terminate_backend(pid) from (select pid from pg_stat_activity
             where application_name like $1 and pid <> pg_backend_pid() order by random() limit $2) as chosen`,
          [applicationName, limit],
        );
        return rowCount ?? 0;
      }),
    async close() {
      await stopServer(place, { mode: "immediate" });
      removeDatabase(place);
    },
  };
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "chaos harness" });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
