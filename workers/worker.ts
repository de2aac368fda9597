import type { Server } from "node:http";
import type { OpenDb } from "#db/client";
import type { Listener } from "#lib/events/listen";
import { topics } from "#lib/events/topics";
import { leaseNumbers } from "#lib/jobs/lease-numbers";
import { reconcileJobs, sweepWaitingJobs } from "#lib/jobs/reconcile";
import type { Logger } from "#lib/log";
import { deliverPushes } from "#lib/sync/deliver-pushes";
import { refreshDue } from "#lib/sync/refresh-due";
import type { SyncTimings } from "#lib/sync/run-context";
import { runPreviews } from "#lib/sync/run-previews";
import { deliver } from "#lib/webhooks/deliver";
import { holdLifeLock } from "#lib/workers/life-lock";
import { registerWorker } from "#lib/workers/register";
import packageJson from "../package.json" with { type: "json" };
import { startHealth } from "./health.ts";
import { type Loop, startLoop } from "./loop.ts";
import { startPruning } from "./prune.ts";
import { openQueues } from "./queues.ts";
import { openReadiness, readinessTeller } from "./readiness.ts";
import { startScheduleTick } from "./schedule-tick.ts";
import { shutDown } from "./shutdown.ts";
import { startStatusSweep } from "./status-sweep.ts";
import { handleSyncJob } from "./sync-job.ts";
import { startWebhooks } from "./webhooks.ts";

export type WorkerInput = {
  open: OpenDb;
  listener: Listener;
  log: Logger;
  name: string;
  /** Null: the first free one from 3001 on. */
  port: number | null;
  host: string;
  jobTimeoutMs: number;
  metricsToken?: string;
  timings?: Partial<SyncTimings>;
  /** It only works on jobs, and asks no endpoint of its own accord. */
  isQuiet?: boolean;
};

export type Worker = { id: number; port: number; stop: () => Promise<void> };

const FIRST_PORT = 3001;
const READINESS_LOOK_MS = 500;

/** Starts everything a worker does; the caller owns database and listener until `stop`. */
export async function startWorker(input: WorkerInput): Promise<Worker> {
  const { open, log, listener } = input;
  const shutdown = new AbortController();
  const readiness = openReadiness();
  readiness.need("the database's notifications", listener.isConnected);
  const health = await listenSomewhere(input, { ...readiness, metricsToken: input.metricsToken });
  const port = (health.address() as { port: number }).port;
  const registration = await registerWorker(open.db, { name: input.name, version: packageJson.version, port, log });
  const lifeLock = await holdLifeLock(open.url, registration.id, log);
  readiness.need("the lock that proves this worker alive", lifeLock.isHeld);
  const running = new Set<Promise<void>>();
  const host = {
    db: open.db,
    listener,
    log,
    shutdown: shutdown.signal,
    jobTimeoutMs: input.jobTimeoutMs,
    timings: input.timings,
    isLockHeld: lifeLock.isHeld,
    workerId: registration.id,
  };
  const queues = await openQueues(open.url, log, {
    onJob: (jobId) => {
      const work = handleSyncJob(host, jobId).finally(() => running.delete(work));
      running.add(work);
      return work;
    },
    onDelivery: async (deliveryId) => void (await deliver(open.db, deliveryId)),
  });
  const loops = [
    startReconciling(open.db, listener, log),
    startLoop("sweep", { everyMs: leaseNumbers.sweepEveryMs }, log, () => sweepWaitingJobs(open.db)),
    startScheduleTick(open.db, listener, log),
    ...(input.isQuiet ? [] : lookAround(open.db, listener, log, shutdown.signal)),
    startPruning(open.db, log),
    startWebhooks(open.db, log),
    startLoop("previews", { everyMs: PREVIEW_LOOK_MS, hints: { listener, topics: [topics.previews] } }, log, () =>
      runPreviews(open.db, { log, signal: shutdown.signal }),
    ),
  ];
  await registration.setState("ready");
  readiness.setTaking(true);
  loops.push(
    startLoop("readiness", { everyMs: READINESS_LOOK_MS }, log, readinessTeller(readiness, registration, log)),
  );
  log.info({ port, workerId: registration.id }, "worker ready");
  return {
    id: registration.id,
    port,
    stop: () => {
      readiness.setTaking(false);
      return shutDown({
        ...input,
        registration,
        lifeLock,
        queues,
        loops,
        health,
        running,
        abort: () => shutdown.abort(),
      });
    },
  };
}

/** Hints wake these; what is looked at without one is what a hint was lost of, and what became due. */
const INVENTORY_LOOK_MS = 10_000;
const PREVIEW_LOOK_MS = 15_000;
const PUSH_LOOK_MS = 5_000;

/** What a worker asks endpoints of its own accord. */
const lookAround = (db: OpenDb["db"], listener: Listener, log: Logger, signal: AbortSignal) => [
  startStatusSweep(db, listener, log, signal),
  startLoop("pushes", { everyMs: PUSH_LOOK_MS, hints: { listener, topics: [topics.endpoints] } }, log, () =>
    deliverPushes(db, { log, signal }),
  ),
  startLoop(
    "inventory",
    { everyMs: INVENTORY_LOOK_MS, hints: { listener, topics: [topics.inventory, topics.endpoints, topics.settings] } },
    log,
    () => refreshDue(db, { log, signal }),
  ),
];

/** While nobody holds a lease, no owner can die: the first claim is told by a hint, which may be lost. */
function startReconciling(db: OpenDb["db"], listener: Listener, log: Logger): Loop {
  let isAnyHeld = true;
  const everyMs = () => (isAnyHeld ? leaseNumbers.lookEveryMs : leaseNumbers.idleLookEveryMs);
  const hints = { listener, topics: [topics.jobs], isWanted: () => !isAnyHeld };
  return startLoop("reconcile", { everyMs, hints }, log, async () => {
    isAnyHeld = await reconcileJobs(db, log);
  });
}

async function listenSomewhere(input: WorkerInput, facts: Parameters<typeof startHealth>[2]): Promise<Server> {
  if (input.port !== null) return startHealth(input.port, input.host, facts);
  for (let port = FIRST_PORT; ; port += 1) {
    try {
      return await startHealth(port, input.host, facts);
    } catch (error) {
      const isBusy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isBusy || port > FIRST_PORT + 100) throw error;
    }
  }
}
