import type { Server } from "node:http";
import type { OpenDb } from "#db/client";
import type { Listener } from "#lib/events/listen";
import type { Logger } from "#lib/log";
import type { LifeLock } from "#lib/workers/life-lock";
import type { Registration } from "#lib/workers/register";
import type { Loop } from "./loop.ts";
import type { Queues } from "./queues.ts";

/** Within the ten seconds that a process manager gives. */
const DRAIN_MS = 7_000;

export type Stoppable = {
  open: OpenDb;
  listener: Listener;
  log: Logger;
  registration: Registration;
  lifeLock: LifeLock;
  queues: Queues;
  loops: Loop[];
  health: Server;
  running: ReadonlySet<Promise<void>>;
  abort: () => void;
};

/** Stops in order: take nothing more, hand the jobs back, then let go of everything. Each step is logged. */
export async function shutDown(parts: Stoppable): Promise<void> {
  const { log } = parts;
  const step = async (name: string, work: () => Promise<unknown> | unknown) => {
    try {
      await work();
      log.debug({ step: name }, "stopped");
    } catch (error) {
      log.warn({ err: error, step: name }, "could not be stopped in good order");
    }
  };
  await step("state", () => parts.registration.setState("draining"));
  await step("taking jobs", () => parts.queues.pause());
  await step("loops", () => Promise.all(parts.loops.map((loop) => loop.stop())));
  parts.abort();
  await step("jobs", () => withinDrain(Promise.allSettled([...parts.running])));
  await step("queues", () => parts.queues.stop());
  await step("registration", () => parts.registration.setState("stopped"));
  parts.registration.close();
  await step("life lock", () => parts.lifeLock.close());
  await step("listener", () => parts.listener.close());
  await step("health", () => new Promise((resolve) => parts.health.close(resolve)));
  await step("database", () => parts.open.close());
}

async function withinDrain(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DRAIN_MS);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
