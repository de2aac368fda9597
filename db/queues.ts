import { PgBoss } from "pg-boss";

/** Sync jobs · Sync Now jobs, which a full sync must not hold up · pushes, probes, inventory and webhooks. */
export const queueNames = ["proxbox-default", "proxbox-small", "proxbox-control"] as const;
export type QueueName = (typeof queueNames)[number];

/** Our rows decide about retry and time-out; the queue only delivers. Above every job time-out an operator may set. */
const OPTIONS = { retryLimit: 0, expireInSeconds: 23 * 3600, retentionSeconds: 14 * 86_400, notify: true } as const;

/** Creates the queue's own schema and our queues, and brings existing ones to these options. */
export async function migrateQueues(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 2 });
  boss.on("error", () => {});
  await boss.start();
  try {
    for (const name of queueNames) {
      await boss.createQueue(name, OPTIONS);
      // createQueue keeps the options of a queue that exists.
      await boss.updateQueue(name, OPTIONS);
    }
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
}
