import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../files.mjs";
import { databaseUrl, initDatabase, placePostgres, startServer, stopServer } from "../postgres.mjs";
import { linePrinter, printLine } from "./output.mjs";
import { pauseMs } from "./supervise.mjs";

const NAME = "proxbox_console";
/** Small enough for a laptop; every commit survives a power cut. */
export const productionSettings = {
  max_connections: 100,
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  // Of disks without a head to move: with the default, a count reads a large table rather than its index.
  random_page_cost: "1.1",
  log_line_prefix: "",
  log_checkpoints: "off",
};
/** Said at every start and stop, and no news. */
const NOISE = new RegExp(
  [
    "terminating connection due to administrator command",
    "the database system is (shutting down|starting up)",
    "^LOG: +(starting PostgreSQL|listening on|received fast shutdown|aborting any active|shutting down|checkpoint )",
    "^LOG: +database system (was shut down|is ready|is shut down)",
    "^LOG: +background worker .* exited with exit code 1",
  ].join("|"),
);

/** The embedded PostgreSQL of a data folder: started, restarted on the same port when it dies, stopped. */
export async function startDatabase({ root, dataDir, say }) {
  const place = placePostgres({ root, dataDir });
  if (place.note) say(place.note);
  if (await stopServer(place)) say("stopped the database of a launcher that was killed");
  const isNew = !existsSync(join(place.data, "PG_VERSION"));
  initDatabase(place);
  const port = await freePort();
  const print = linePrinter("database");
  let child;
  let isStopping = false;
  let failures = 0;

  async function launch() {
    child = await startServer(place, {
      port,
      settings: productionSettings,
      onLine: (line) => NOISE.test(line) || print(`${line}\n`),
    });
    child.once("exit", ended);
    failures = 0;
  }

  async function ended(code, signal) {
    while (!isStopping) {
      const pause = pauseMs(failures);
      failures += 1;
      printLine("database", `ended (${signal ?? `exit code ${code}`}), restarting in ${pause} ms`);
      await sleep(pause);
      try {
        // A postmaster that was killed leaves children that hold the shared memory for a moment.
        if (!isStopping) await launch();
        return;
      } catch (error) {
        printLine("database", error.message);
      }
    }
  }

  await launch();
  return {
    isNew,
    url: databaseUrl(place, port, NAME),
    pid: () => child?.pid,
    async stop(graceMs) {
      isStopping = true;
      await stopServer(place, { timeoutMs: graceMs });
    },
  };
}
