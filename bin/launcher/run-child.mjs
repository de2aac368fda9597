import { spawn } from "node:child_process";
import { linePrinter, printLine } from "./output.mjs";

const preload = new URL("./leave-with-parent.mjs", import.meta.url).href;
/** The children that run now: a signal must end them as well. */
const running = new Set();

export function endRunningChildren() {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs one of our scripts to its end and resolves with the message it sent. When it fails, rejects with what it wrote
 * to its error output; `isQuiet` keeps the rest of its output for that case as well.
 */
export function runChild(name, args, { env, cwd, isQuiet = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", preload, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    running.add(child);
    let message;
    let errors = "";
    const keep = (chunk) => {
      errors += chunk;
    };
    child.on("message", (value) => {
      message = value;
    });
    child.stdout.on("data", isQuiet ? keep : linePrinter(name));
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      if (code !== 0) return reject(new Error(errors.trim() || `${name} failed (${signal ?? `exit code ${code}`}).`));
      if (!isQuiet) for (const line of errors.split("\n").filter(Boolean)) printLine(name, line);
      resolve(message);
    });
  });
}
