import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { linePrinter, printLine } from "./output.mjs";

const preload = new URL("./leave-with-parent.mjs", import.meta.url).href;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 4_000;
/** A process that ran this long had a good start: the next pause is short again. */
const STEADY_MS = 30_000;
const READY_TIMEOUT_MS = 60_000;

/** The pause before restart number `failures`, counted from 0: it doubles and stays under 5 s. */
export const pauseMs = (failures) => Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);

/**
 * Keeps one process of ours running. `start` resolves when it first is ready and rejects when it ends before that;
 * afterwards it is restarted whenever it ends, until `stop`. `isReady(line)` reads readiness from a line of output
 * where the process does not send `{ ready: true }` to its parent.
 */
export function supervise({ name, args, env, cwd, isReady }) {
  let child;
  let startedAt = 0;
  let failures = 0;
  let isStopping = false;

  function launch() {
    startedAt = performance.now();
    child = spawn(process.execPath, ["--import", preload, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const ready = readiness(child, name, isReady);
    child.once("exit", (code, signal) => ended(code, signal));
    return ready;
  }

  async function ended(code, signal) {
    if (isStopping) return;
    failures = performance.now() - startedAt > STEADY_MS ? 0 : failures;
    if (!hasStarted) return;
    const pause = pauseMs(failures);
    failures += 1;
    printLine(name, `ended (${signal ?? `exit code ${code}`}), restarting in ${pause} ms`);
    await sleep(pause);
    if (!isStopping) launch().catch(() => {});
  }

  let hasStarted = false;
  return {
    name,
    pid: () => child?.pid,
    async start() {
      const value = await launch();
      hasStarted = true;
      return value;
    },
    /** Ends it with SIGTERM; it comes back. */
    restart: () => child?.kill("SIGTERM"),
    /** SIGTERM, and SIGKILL when that was not enough after `graceMs`. */
    async stop(graceMs) {
      isStopping = true;
      await endChild(child, graceMs);
    },
  };
}

function readiness(child, name, isReady) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was not ready in time.`)), READY_TIMEOUT_MS);
    const done = (value) => {
      clearTimeout(timer);
      resolve(value);
    };
    child.on("message", (message) => message?.ready && done(message));
    const print = linePrinter(name, (line) => {
      if (!isReady?.(line)) return false;
      done(line);
      return true;
    });
    child.stdout.on("data", print);
    child.stderr.on("data", linePrinter(name));
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended before it was ready (${signal ?? `exit code ${code}`}).`));
    });
  });
}

/** Resolves when the process is gone. */
async function endChild(child, graceMs) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(timer);
}
