import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, isAlive, waitForLock } from "./files.mjs";
import { databaseUrl, initDatabase, placePostgres, postmaster, startServer, stopServer } from "./postgres.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** One throw-away server for all test runs of this checkout. */
const folder = join(root, ".cache/test-postgres");
const usersFolder = join(folder, "users");

/** Nothing here has to survive a power cut. */
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: 300,
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  wal_level: "minimal",
  max_wal_senders: 0,
  autovacuum_naptime: "10s",
  jit: "off",
  max_locks_per_transaction: 256,
};

function place() {
  mkdirSync(usersFolder, { recursive: true });
  return placePostgres({ root, dataDir: folder });
}

/**
 * Starts the test server or joins the one that runs, and counts this process among its users.
 * Returns the URL of its `postgres` database and `leave`, which stops the server after its last user.
 */
export async function joinTestServer() {
  const where = place();
  const release = await waitForLock(join(folder, "lock"));
  try {
    let running = postmaster(where);
    if (!running?.ready) {
      await stopServer(where, { mode: "immediate" });
      initDatabase(where, { sync: false });
      const child = await startServer(where, {
        port: await freePort(),
        settings,
        logFile: join(folder, "postgres.log"),
      });
      child.unref();
      running = postmaster(where);
    }
    writeFileSync(join(usersFolder, String(process.pid)), "");
    return { url: databaseUrl(where, running.port, "postgres"), leave: leaveTestServer };
  } finally {
    release();
  }
}

/** URL of the running test server; throws when nobody joined. */
export function testServerUrl() {
  const where = place();
  const running = postmaster(where);
  if (!running?.ready) throw new Error("The test database server does not run: join it first (`joinTestServer`).");
  return databaseUrl(where, running.port, "postgres");
}

/** Leaves the test server; the last one out stops it. */
export async function leaveTestServer() {
  const where = place();
  const release = await waitForLock(join(folder, "lock"));
  try {
    rmSync(join(usersFolder, String(process.pid)), { force: true });
    for (const name of readdirSync(usersFolder)) {
      if (isAlive(Number(name))) return;
      rmSync(join(usersFolder, name), { force: true });
    }
    await stopServer(where, { mode: "immediate" });
  } finally {
    release();
  }
}
