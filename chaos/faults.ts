import { nowMs } from "#lib/simulator/recorder";
import type { Simulator } from "#lib/simulator/simulator";
import { sleep } from "#lib/time";
import type { Fleet } from "./fleet.ts";
import type { Fault } from "./plan.ts";
import type { ChaosServer } from "./server.ts";
import type { Span } from "./spans.ts";

/** What faults happen to. */
export type Ground = {
  server: ChaosServer;
  fleet: Fleet;
  sim: Simulator;
  /** Kills a worker, and measures what follows. */
  kill: (worker: number) => Promise<void>;
  /** When something else kept workers or database from noticing. */
  hindrances: Span[];
  /** So long after an outage of the database nobody takes over. */
  graceMs: number;
};

/** Waits until the fault's time has come, and lets it happen to its end. */
export async function inject(ground: Ground, fault: Fault): Promise<void> {
  await sleep(fault.atMs);
  const span = { from: nowMs(), to: Number.POSITIVE_INFINITY };
  if (HINDERING.includes(fault.kind)) ground.hindrances.push(span);
  await happen(ground, fault);
  span.to = nowMs() + ground.graceMs;
}

async function happen({ server, fleet, sim, kill }: Ground, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case "kill":
      return kill(fault.worker);
    case "replace":
      return fleet.replace(fault.worker);
    case "freeze":
      return fleet.freeze(fault.worker, fault.forMs);
    case "half-open":
      return fleet.cutOff(fault.worker, fault.forMs, fault.heals);
    case "clock":
      return fleet.setClock(fault.worker, fault.offsetMs);
    case "database":
      return crashOnce(server, fault.downMs);
    case "terminate":
      return terminate(server, "chaos worker", fault.limit);
    case "listen":
      return terminate(server, "%listen", fault.limit);
    case "life-lock":
      return terminate(server, "%life lock", fault.limit);
    case "cut":
      return sim.control.cutAfter(fault.path, fault.afterFrames, 1);
    case "end":
      return sim.control.endAfter(fault.path, fault.afterFrames, 1);
  }
}

/** How often each kind of fault is in a plan. */
export function countFaults(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** A takeover or a cancel in such a time is not measured: the database was away, or nobody there to notice. */
const HINDERING: readonly string[] = ["database", "half-open", "freeze"];

let crashing: Promise<void> = Promise.resolve();

/** Two crashes of one server take turns. */
function crashOnce(server: ChaosServer, downMs: number): Promise<void> {
  crashing = crashing.then(() => server.crash(downMs));
  return crashing;
}

async function terminate(server: ChaosServer, name: string, limit: number): Promise<void> {
  // A database that is away has no connections to terminate.
  await server.terminate(name, limit).catch(() => 0);
}
