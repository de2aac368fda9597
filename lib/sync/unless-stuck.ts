import { sleep } from "../time.ts";

/** Whatever obeys the signal has come back long before: requests and streams are closed within milliseconds. */
const STUCK_AFTER_MS = 2_000;

/**
 * The result of `work`; or the reason of the signal when `work` does not obey it, because it waits for a database that
 * does not answer. What is left of it then reaches no backend, whose calls all know the signal, and writes nothing once
 * its lease is given up.
 */
export async function unlessStuck<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const settled = new AbortController();
  const stuck = async (): Promise<never> => {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true, signal: settled.signal });
    });
    await sleep(STUCK_AFTER_MS, settled.signal);
    throw signal.reason;
  };
  const waiting = stuck();
  // Once the work has settled, nobody listens to it any more.
  waiting.catch(() => {});
  try {
    return await Promise.race([work, waiting]);
  } finally {
    settled.abort();
    work.catch(() => {});
  }
}
