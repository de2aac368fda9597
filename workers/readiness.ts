import type { Logger } from "#lib/log";
import type { Registration } from "#lib/workers/register";
export type Readiness = {
  /** Names something that must hold for as long as jobs are taken. */
  need: (name: string, holds: () => boolean) => void;
  setTaking: (isTaking: boolean) => void;
  /** What is missing to take jobs, in words; nothing while they are taken. */
  missing: () => string[];
};

/** What a worker needs to take jobs: it takes none before its start has ended, and none once it stops. */
export function openReadiness(): Readiness {
  const needs: { name: string; holds: () => boolean }[] = [];
  let isTaking = false;
  return {
    need: (name, holds) => needs.push({ name, holds }),
    setTaking: (now) => {
      isTaking = now;
    },
    missing: () => [
      ...(isTaking ? [] : ["the worker does not take jobs: it starts or stops"]),
      ...needs.filter(({ holds }) => !holds()).map(({ name }) => name),
    ],
  };
}

/** One look, to be repeated: tells every change in the log, and in the worker's row for who asks the web. */
export function readinessTeller(
  readiness: Pick<Readiness, "missing">,
  registration: Pick<Registration, "setMissing">,
  log: Logger,
): () => Promise<void> {
  let told = "";
  let written = "";
  return async () => {
    const missing = readiness.missing();
    const now = missing.join(", ");
    if (now !== told) {
      told = now;
      if (now === "") log.info("ready again");
      else log.warn({ missing }, "not ready");
    }
    if (now === written) return;
    // While the database is away it cannot be written, and the worker's heartbeat stays out, too.
    await registration.setMissing(missing).catch(() => {});
    written = now;
  };
}
