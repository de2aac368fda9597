import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readJson, waitForLock } from "../files.mjs";
import { runCommand } from "./run-child.mjs";

const INSTALL_WAIT_MS = 600_000;

/**
 * Runs `npm ci` unless `node_modules` holds what the lock file asks for. Development packages count only `withDev`;
 * packages of other platforms never do.
 */
export async function ensureInstalled(root, { withDev = false, say }) {
  if (isInstalled(root, withDev)) return;
  mkdirSync(join(root, ".cache"), { recursive: true });
  const release = await waitForLock(join(root, ".cache/install.lock"), INSTALL_WAIT_MS);
  try {
    if (isInstalled(root, withDev)) return;
    say("Installing packages (npm ci) …");
    const env = { ...process.env, ...(withDev ? { NODE_ENV: "development" } : {}) };
    const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    const done = await runCommand("npm", args, { cwd: root, env });
    if (!done.isOk) throw new Error(`npm ci failed (${done.why}).\n${done.errors}${done.out}`.trim());
  } finally {
    release();
  }
}

function isInstalled(root, withDev) {
  const wanted = readJson(join(root, "package-lock.json"))?.packages ?? {};
  const found = readJson(join(root, "node_modules/.package-lock.json"))?.packages;
  if (!found) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.link || (entry.dev && !withDev)) return true;
    if (!found[path]) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found[path].version === entry.version;
  });
}
