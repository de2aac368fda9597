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
 * How many jobs of a queue one worker runs at once: room enough to take over what a worker beside it had in hand.
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
  for (const [name, localConcurrency] of Object.entries(CONCURRENCY)) {
    const options = {
      localConcurrency,
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: NOTIFIED_POLL_SECONDS,
    };
    const id = await boss.work(name, options, async (deliveries) => {
      for (const delivery of deliveries) {
        const payload = Payload.safeParse(delivery.data);
        if (!payload.success) log.error({ data: delivery.data }, "a message that names nothing was dropped");
        else
          await handle(payload.data, handlers).catch((error) =>
            log.error({ err: error, ...payload.data }, "a handler of the queue failed"),
          );
      }
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

const handle = (payload: z.infer<typeof Payload>, { onJob, onDelivery }: Handlers): Promise<void> =>
  "jobId" in payload ? onJob(payload.jobId) : onDelivery(payload.deliveryId);
