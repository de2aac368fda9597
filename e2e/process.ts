import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { processSettings } from "../bin/process-settings.mjs";

const root = resolve(import.meta.dirname, "..");
const READY_TIMEOUT_MS = 120_000;
const KEPT_LINES = 200;

export type Process = {
  /** Resolves when it said that it is ready. */
  start: () => Promise<void>;
  /** SIGTERM, and waits until it is gone; resolves with its exit code. */
  stop: () => Promise<number | null>;
  /** SIGKILL, and waits until it is gone. */
  kill: () => Promise<void>;
  pid: () => number | undefined;
  /** The last lines it wrote, for the report of a failed test. */
  output: () => string;
};

/** One of our processes, by its script; it ends with ours whatever happens. */
export function ownProcess(script: string, env: Record<string, string>): Process {
  let child: ChildProcess | undefined;
  const lines: string[] = [];
  const keep = (chunk: unknown) => {
    lines.push(...String(chunk).split("\n").filter(Boolean));
    lines.splice(0, Math.max(0, lines.length - KEPT_LINES));
  };
  const output = () => lines.join("\n");
  return {
    output,
    pid: () => child?.pid,
    async start() {
      const preload = `${root}/bin/launcher/leave-with-parent.mjs`;
      child = spawn(`${root}/node_modules/.bin/node`, ["--import", preload, script], {
        cwd: root,
        env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", TZ: "UTC", ...processSettings, ...env },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      });
      child.stdout?.on("data", keep);
      child.stderr?.on("data", keep);
      await ready(child, script, output);
    },
    stop: () => end(child, "SIGTERM"),
    async kill() {
      await end(child, "SIGKILL");
    },
  };
}

function ready(child: ChildProcess, script: string, output: () => string): Promise<void> {
  return new Promise((resolveReady, reject) => {
    const fail = (why: string) => reject(new Error(`${script} ${why}\n${output()}`));
    const timer = setTimeout(() => fail("was not ready in time"), READY_TIMEOUT_MS);
    child.once("message", () => {
      clearTimeout(timer);
      resolveReady();
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} before it was ready`);
    });
  });
}

async function end(child: ChildProcess | undefined, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
  const gone = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  child.kill(signal);
  return gone;
}
