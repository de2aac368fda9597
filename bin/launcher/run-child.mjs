import { spawn } from "node:child_process";
import { linePrinter, printLine } from "./output.mjs";

const preload = new URL("./leave-with-parent.mjs", import.meta.url).href;
const GRACE_MS = 3_000;
/** The children that run to their end now; a signal to the launcher must end them as well. */
const running = new Set();

/** SIGTERM, and SIGKILL to the whole process group of those that take no notice. */
export function endRunningChildren() {
  for (const child of running) child.kill("SIGTERM");
  setTimeout(() => {
    for (const child of running) killGroup(child.pid);
  }, GRACE_MS).unref();
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

/**
 * Runs a command to its end, in a process group of its own. Resolves with `{ isOk, why, out, errors, message }`:
 * what it wrote, and the last message it sent. `onOut` receives its output as it comes.
 */
export function runCommand(command, args, { onOut, withChannel = false, ...options }) {
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", "pipe", "pipe", ...(withChannel ? ["ipc"] : [])];
    const child = spawn(command, args, { detached: true, stdio, ...options });
    running.add(child);
    const result = { out: "", errors: "", message: undefined };
    child.on("message", (message) => Object.assign(result, { message }));
    child.stdout.on("data", (chunk) => {
      result.out += chunk;
      onOut?.(chunk);
    });
    child.stderr.on("data", (chunk) => {
      result.errors += chunk;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ ...result, isOk: code === 0, why: signal ?? `exit code ${code}` });
    });
  });
}

/** Runs one of our scripts; resolves with the message it sent, rejects with what it wrote to its error output. */
export async function runScript(name, args, { env, cwd }) {
  const options = { env, cwd, withChannel: true, onOut: linePrinter(name) };
  const done = await runCommand(process.execPath, ["--import", preload, ...args], options);
  if (!done.isOk) throw new Error(done.errors.trim() || `${name} failed (${done.why}).`);
  for (const line of done.errors.split("\n").filter(Boolean)) printLine(name, line);
  return done.message;
}
