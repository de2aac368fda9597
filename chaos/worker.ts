import { openDb } from "#db/client";
import { setKeyring } from "#lib/crypto/keyring";
import { setEndpointPolicies } from "#lib/endpoints/policies";
import { env } from "#lib/env";
import { openListener } from "#lib/events/listen";
import { leaseNumbers, scaleLeaseNumbers } from "#lib/jobs/lease-numbers";
import { createLogger } from "#lib/log";
import { startWorker } from "../workers/worker.ts";
import { skewClock } from "./skewed-clock.ts";
import { scaledTimings } from "./timings.ts";

/**
 * A worker process as in production, with every duration shorter by the factor in its first argument, and a wall clock
 * that is off by what its parent says.
 */
async function main(): Promise<void> {
  const clock = skewClock();
  process.on("message", (told: { clockMs: number }) => clock.set(told.clockMs));
  const scale = Number(process.argv[2]);
  const environment = env();
  scaleLeaseNumbers(scale);
  setKeyring(environment.CONSOLE_SECRET_KEYS);
  setEndpointPolicies(environment);
  const log = createLogger({ level: environment.LOG_LEVEL, name: `worker-${process.pid}` });
  const { idleInTransactionMs } = leaseNumbers;
  const open = openDb(environment.DATABASE_URL, { max: 12, applicationName: "chaos worker", idleInTransactionMs });
  const listener = openListener(environment.DATABASE_URL, log);
  const worker = await startWorker({
    open,
    listener,
    log,
    name: `chaos:${process.pid}`,
    port: 0,
    host: "127.0.0.1",
    jobTimeoutMs: 240_000,
    // What it would ask of its own accord only costs time here.
    isQuiet: true,
    timings: scaledTimings(scale),
  });
  process.once("SIGTERM", () => {
    worker.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  process.once("disconnect", () => process.exit(0));
  process.send?.({ ready: true, workerId: worker.id });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
