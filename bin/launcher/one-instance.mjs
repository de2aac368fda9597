import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, readText, tryLock } from "../files.mjs";

/**
 * Makes this process the only launcher of a data folder. Returns `release`, and `tookOver` when a launcher before it
 * was killed and left its lock. Throws when another one runs.
 */
export function lockDataDir(dataDir) {
  const path = join(dataDir, "launcher.lock");
  const before = Number(readText(path));
  const wasHeld = Number.isInteger(before) && before > 0;
  // A process id may belong to somebody else by now.
  if (wasHeld && !(isAlive(before) && isLauncher(before))) rmSync(path, { force: true });
  const lock = tryLock(path);
  if (lock.heldBy) {
    throw new Error(
      `Process ${lock.heldBy} already runs a console on ${dataDir}. Stop it, or set DATA_DIR to another folder.`,
    );
  }
  return { release: lock.release, tookOver: wasHeld };
}

function isLauncher(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("start.mjs");
  } catch {
    const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return !stdout || stdout.includes("start.mjs");
  }
}
