import { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Logger } from "#lib/log";

const id = z.number().int().positive();
const Payload = z.union([z.object({ jobId: id }), z.object({ deliveryId: id })]);

/** What a message leads to: the work on a job, or one try of a webhook's delivery. */
export type Handlers = {
  onJob: (jobId: number) => Promise<void>;
  onDelivery: (deliveryId: number) => Promise<void>;
};

/**
 * How many messages of a queue one worker has in hand at once: room enough to take over what a worker beside it had in hand.
 * Backends have limits of their own, and a job mostly waits for its backend.
 */
const CONCURRENCY = { "proxbox-default": 16, "proxbox-small": 4, "proxbox-control": 4 } as const;
/** While the database's notifications wake the queue, polling is only its backstop: what waits is rung again anyway. */
const POLL_SECONDS = 2;
const NOTIFIED_POLL_SECONDS = 30;

export type Queues = {
  /** Takes nothing more; what was taken goes on. */
  pause: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Opens the queue as a consumer. A failed handler is our row's business, never a retry of the queue. */
export async function openQueues(url: string, log: Logger, handlers: Handlers): Promise<Queues> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "proxbox-console queue",
    max: 4,
    migrate: false,
    schedule: false,
    supervise: true,
    useListenNotify: true,
  });
  boss.on("error", (error) => log.warn({ err: error }, "queue"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue"));
  await boss.start();
  const options = { pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: NOTIFIED_POLL_SECONDS };
  for (const [name, count] of Object.entries(CONCURRENCY)) {
    const places = openPlaces(count);
    // One reader, not one for each place: all of them would ask the database for every message, and one that ended its
    // work would not look for what waited meanwhile.
    const id = await boss.work(name, options, async (deliveries) => {
      for (const { data } of deliveries) places.take(() => handle(data, log, handlers));
      // Nothing is taken that could not begin: a worker beside this one shall have it.
      await places.free();
      // Rings that arrived meanwhile are coalesced into one; look again instead of waiting for the next poll.
      boss.notifyWorker(id);
    });
  }
  return {
    async pause() {
      for (const name of Object.keys(CONCURRENCY)) await boss.offWork(name, { wait: false });
    },
    stop: () => boss.stop({ graceful: false, close: true }),
  };
}

/** So many pieces of work at once; `free` resolves as soon as there is a place for another. */
function openPlaces(count: number) {
  let taken = 0;
  let freed = Promise.withResolvers<void>();
  return {
    take(work: () => Promise<void>): void {
      taken += 1;
      void work().finally(() => {
        taken -= 1;
        freed.resolve();
      });
    },
    async free(): Promise<void> {
      while (taken >= count) {
        freed = Promise.withResolvers();
        await freed.promise;
      }
    },
  };
}

/** Never rejects: what fails is told in the log, and told by the row that the message names. */
async function handle(data: unknown, log: Logger, { onJob, onDelivery }: Handlers): Promise<void> {
  const payload = Payload.safeParse(data);
  if (!payload.success) return log.error({ data }, "a message that names nothing was dropped");
  try {
    if ("jobId" in payload.data) await onJob(payload.data.jobId);
    else await onDelivery(payload.data.deliveryId);
  } catch (error) {
    log.error({ err: error, ...payload.data }, "a handler of the queue failed");
  }
}
