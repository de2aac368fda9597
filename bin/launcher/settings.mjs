import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../files.mjs";
import { processSettings } from "../process-settings.mjs";
import { secretKeys } from "./secret-keys.mjs";

const PORT_WAIT_MS = 10_000;

/** The folder of this mode's database and key; created, with the owner's access only. */
export function dataFolder(mode) {
  const dataDir = resolve(process.env.DATA_DIR || (mode === "demo" ? "./.data-demo" : "./.data"));
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return dataDir;
}

/** The environment that every child starts from. With an external database the keys must be given, too. */
export function childEnvironment({ mode, dataDir }) {
  const own = process.env.DATABASE_URL
    ? {}
    : { CONSOLE_SECRET_KEYS: process.env.CONSOLE_SECRET_KEYS || secretKeys(dataDir) };
  return {
    ...processSettings,
    ...process.env,
    ...own,
    DATA_DIR: dataDir,
    NODE_ENV: mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/**
 * The web's port: as asked for, and for the demo the next free one when nothing was. `mayWait`: the web of a killed
 * launcher may still be leaving.
 */
export async function choosePort({ asked, host, isDemo, mayWait }) {
  if (isDemo && !process.env.PORT) return freePort(asked, host);
  const deadline = Date.now() + (mayWait ? PORT_WAIT_MS : 0);
  for (;;) {
    const found = await freePort(asked, host);
    if (found === asked) return asked;
    if (Date.now() >= deadline) {
      throw new Error(`Port ${asked} on ${host} is in use. Set PORT to a free one, for example PORT=${found}.`);
    }
    await sleep(200);
  }
}

/** What a browser on this machine opens. */
export function localUrl({ host, port, publicUrl }) {
  if (publicUrl) return publicUrl;
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
