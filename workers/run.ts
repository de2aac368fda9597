import { hostname } from "node:os";
import { openDb } from "#db/client";
import { assertCurrentSchema } from "#db/migrate";
import { setKeyring } from "#lib/crypto/keyring";
import { setEndpointPolicies } from "#lib/endpoints/policies";
import { env } from "#lib/env";
import { openListener } from "#lib/events/listen";
import { leaseNumbers } from "#lib/jobs/lease-numbers";
import { createLogger } from "#lib/log";
import { assertKeysFit } from "#lib/secrets/check-keys";
import { setWebhookPolicy } from "#lib/webhooks/policy";
import { startWorker } from "./worker.ts";

/** The worker process: consumes every queue it needs, with no arguments. */
export async function runWorker(): Promise<void> {
  const environment = env();
  const log = createLogger({ level: environment.LOG_LEVEL, name: "worker" });
  setKeyring(environment.CONSOLE_SECRET_KEYS);
  setEndpointPolicies(environment);
  setWebhookPolicy(environment);
  await assertCurrentSchema(environment.DATABASE_URL);
  const open = openDb(environment.DATABASE_URL, {
    max: 16,
    applicationName: "proxbox-console worker",
    idleInTransactionMs: leaseNumbers.idleInTransactionMs,
  });
  await assertKeysFit(open.db);
  const listener = openListener(environment.DATABASE_URL, log);
  const worker = await startWorker({
    open,
    listener,
    log,
    name: `${hostname()}:${process.pid}`,
    port: environment.WORKER_PORT ?? null,
    host: environment.HOST,
    jobTimeoutMs: environment.PROXBOX_SYNC_JOB_TIMEOUT * 1000,
    metricsToken: environment.METRICS_TOKEN,
  });
  const stop = (signal: string) => {
    log.info({ signal }, "stopping");
    worker.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.send?.({ ready: true });
}
