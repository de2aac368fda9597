import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { secretKeys } from "../launcher/secret-keys.mjs";
import { databaseUrl, placePostgres, postmaster } from "../postgres.mjs";

const NAME = "proxbox_console";

/**
 * Fills DATABASE_URL and CONSOLE_SECRET_KEYS of this process from the console that runs on DATA_DIR, unless they are
 * given. Throws a sentence when nothing runs there.
 */
export function joinRunningConsole(root) {
  if (process.env.DATABASE_URL) return;
  const dataDir = resolve(root, process.env.DATA_DIR || "./.data");
  const remedy =
    "Start it with `npm start`, or set DATA_DIR to the folder of the one that runs (the demo's is ./.data-demo), or set DATABASE_URL.";
  if (!existsSync(dataDir)) throw new Error(`There is no console in ${dataDir}. ${remedy}`);
  const place = placePostgres({ root, dataDir });
  const running = postmaster(place);
  if (!running?.ready) throw new Error(`No console runs on ${dataDir}. ${remedy}`);
  process.env.DATABASE_URL = databaseUrl(place, running.port, NAME);
  process.env.CONSOLE_SECRET_KEYS ||= secretKeys(dataDir);
}
