import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { nowMs } from "#lib/simulator/recorder";

export type Pause = { from: number; to: number };

export type Fleet = {
  /** Kills a worker at once; another one takes its place. */
  kill: (index: number) => Promise<void>;
  /** Stops a worker with SIGSTOP and lets it go on after `ms`. */
  freeze: (index: number, ms: number) => Promise<void>;
  /** Stops a worker in good order, as a deploy does, and starts another one. */
  replace: (index: number) => Promise<void>;
  /** When workers were frozen: what they had open then is not the work of a live owner. */
  pauses: Pause[];
  close: () => Promise<void>;
};

type Options = {
  root: string;
  url: string;
  scale: number;
  count: number;
  keys: string;
  onLine: (line: string) => void;
};

/** Several worker processes on one database; a slot whose process ended for whatever reason is filled again. */
export async function startFleet(options: Options): Promise<Fleet> {
  const slots: ChildProcess[] = [];
  const pauses: Pause[] = [];
  let isClosing = false;
  const fill = async (index: number): Promise<void> => {
    const child = spawnWorker(options);
    slots[index] = child;
    child.once("exit", () => {
      if (!isClosing && slots[index] === child) void fill(index);
    });
    await ready(child);
  };
  await Promise.all(Array.from({ length: options.count }, (_, index) => fill(index)));
  const at = (index: number): ChildProcess | undefined => slots[index % slots.length];
  return {
    pauses,
    async kill(index) {
      at(index)?.kill("SIGKILL");
    },
    async freeze(index, ms) {
      const child = at(index);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const pause = { from: nowMs(), to: Number.POSITIVE_INFINITY };
      pauses.push(pause);
      child.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      child.kill("SIGCONT");
      pause.to = nowMs();
    },
    async replace(index) {
      at(index)?.kill("SIGTERM");
    },
    async close() {
      isClosing = true;
      await Promise.all(
        slots.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = new Promise((resolve) => child.once("exit", resolve));
          child.kill("SIGKILL");
          await gone;
        }),
      );
    },
  };
}

function spawnWorker({ root, url, scale, keys, onLine }: Options): ChildProcess {
  const child = spawn(process.execPath, [join(root, "chaos/worker.ts"), String(scale)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: url,
      CONSOLE_SECRET_KEYS: keys,
      LOG_LEVEL: "warn",
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      for (const line of String(chunk).split("\n").filter(Boolean)) onLine(line);
    });
  }
  return child;
}

/** Resolves when it takes jobs, or is gone: a worker that finds no database ends, and its slot is filled again. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("message", () => resolve());
    child.once("exit", () => resolve());
  });
}
