import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { nowMs } from "#lib/simulator/recorder";
import { startProxy, type TcpProxy } from "./proxy.ts";
import type { Span } from "./spans.ts";

export type Fleet = {
  /** Kills a worker at once; another one takes its place. */
  kill: (index: number) => void;
  /** Stops a worker with SIGSTOP and lets it go on after `ms`. */
  freeze: (index: number, ms: number) => Promise<void>;
  /** Stops a worker in good order, as a deploy does, and starts another one. */
  replace: (index: number) => void;
  /** Cuts a worker off from the database, half-open; see {@link TcpProxy.holdBack}. */
  cutOff: (index: number, ms: number, heals: boolean) => Promise<void>;
  /** Sets the wall clock of a worker, and of whoever takes its place, off by so much. */
  setClock: (index: number, offsetMs: number) => void;
  /** The name under which a worker stands in the database. */
  nameOf: (index: number) => string;
  pidOf: (index: number) => number | undefined;
  /** When workers were frozen: what they had open then is not the work of a live owner. */
  pauses: Span[];
  /** When no worker at all was ready: all were killed, and none of those in their places had started yet. */
  vacancies: Span[];
  close: () => Promise<void>;
};

type Options = {
  root: string;
  /** The worker's script, which says when it is ready. */
  script: string;
  url: string;
  scale: number;
  count: number;
  /** More of its environment. */
  env: Record<string, string>;
  onLine: (line: string) => void;
};

type Slot = { child: ChildProcess; proxy: TcpProxy; clockMs: number };

/** Notes when nobody of a fleet is there. */
function watchPresence() {
  const present = new Set<ChildProcess>();
  const vacancies: Span[] = [];
  return {
    vacancies,
    arrive(child: ChildProcess) {
      present.add(child);
      const last = vacancies.at(-1);
      if (last?.to === Number.POSITIVE_INFINITY) last.to = nowMs();
    },
    leave(child: ChildProcess) {
      if (present.delete(child) && present.size === 0) {
        vacancies.push({ from: nowMs(), to: Number.POSITIVE_INFINITY });
      }
    },
  };
}

/**
 * Several worker processes on one database, each with a way of its own to it; a slot whose process ended for whatever
 * reason is filled again.
 */
export async function startFleet(options: Options): Promise<Fleet> {
  const slots: Slot[] = [];
  const pauses: Span[] = [];
  const presence = watchPresence();
  let isClosing = false;
  const fill = async (slot: Omit<Slot, "child"> & { child?: ChildProcess }): Promise<Slot> => {
    const child = spawnWorker(options, slot.proxy.port);
    const filled = Object.assign(slot, { child });
    child.send({ clockMs: slot.clockMs });
    child.once("exit", () => {
      presence.leave(child);
      if (!isClosing && filled.child === child) void fill(filled);
    });
    if (await ready(child)) presence.arrive(child);
    return filled;
  };
  const targetPort = () => Number(new URL(options.url).port);
  for (let index = 0; index < options.count; index += 1) {
    slots.push(await fill({ proxy: await startProxy(targetPort), clockMs: 0 }));
  }
  const at = (index: number): Slot => {
    const slot = slots[index % slots.length];
    if (!slot) throw new Error("the fleet is empty");
    return slot;
  };
  return {
    pauses,
    vacancies: presence.vacancies,
    kill: (index) => void at(index).child.kill("SIGKILL"),
    replace: (index) => void at(index).child.kill("SIGTERM"),
    cutOff: (index, ms, heals) => at(index).proxy.holdBack(ms, heals),
    pidOf: (index) => at(index).child.pid,
    nameOf: (index) => `chaos:${at(index).child.pid}`,
    setClock(index, offsetMs) {
      const slot = at(index);
      slot.clockMs = offsetMs;
      if (slot.child.connected) slot.child.send({ clockMs: offsetMs });
    },
    async freeze(index, ms) {
      const { child } = at(index);
      if (hasEnded(child)) return;
      const pause = { from: nowMs(), to: Number.POSITIVE_INFINITY };
      pauses.push(pause);
      child.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      child.kill("SIGCONT");
      pause.to = nowMs();
    },
    async close() {
      isClosing = true;
      await Promise.all(slots.map(({ child }) => end(child)));
      for (const { proxy } of slots) proxy.close();
    },
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

function spawnWorker({ root, script, url, scale, env, onLine }: Options, port: number): ChildProcess {
  const through = new URL(url);
  through.port = String(port);
  const child = spawn(process.execPath, [join(root, script), String(scale)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: through.href, LOG_LEVEL: "warn", ...env },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      for (const line of String(chunk).split("\n").filter(Boolean)) onLine(line);
    });
  }
  return child;
}

/** True when it takes jobs; false when it is gone: one that finds no database ends, and its slot is filled again. */
function ready(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.once("message", () => resolve(true));
    child.once("exit", () => resolve(false));
  });
}
