import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The text of a file, or undefined when there is none. */
export function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Parsed JSON of a file, or undefined when there is none or it is no JSON. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Does a process with this id exist? */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Creates `path` exclusively with our process id in it. Returns a release function, or `{ heldBy }` with the
 * id of the living process that has it. A lock of a dead process is replaced.
 */
export function tryLock(path) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeFileSync(file, String(process.pid));
      closeSync(file);
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const heldBy = Number(readText(path));
    if (heldBy !== process.pid && isAlive(heldBy)) return { heldBy };
    rmSync(path, { force: true });
  }
  throw new Error(`The lock ${path} changes hands too fast; try again.`);
}

/** Waits until the lock is ours; returns its release function. */
export async function waitForLock(path, timeoutMs = 120_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = tryLock(path);
    if (lock.release) return lock.release;
    if (Date.now() > deadline) throw new Error(`Process ${lock.heldBy} holds ${path} for too long.`);
    await sleep(50);
  }
}

/** A TCP port of the loopback interface that nobody uses now; `from` is tried first and then upwards, 0 = any. */
export async function freePort(from = 0, host = "127.0.0.1") {
  for (let port = from; port < 65_536; port += 1) {
    const found = await tryPort(port, host);
    if (found !== undefined) return found;
  }
  throw new Error(`No free port from ${from} upwards on ${host}.`);
}

function tryPort(port, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(address.port));
    });
  });
}
