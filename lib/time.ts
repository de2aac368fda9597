import { setTimeout as delay } from "node:timers/promises";

/** Where time comes from; injected so that tests need not wait and chaos can shift it. */
export type Clock = { now: () => Date; monotonicMs: () => number };

export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

/** Waits `ms`; rejects with the signal's reason when aborted. Does not keep the process alive when `unref`. */
export async function sleep(ms: number, signal?: AbortSignal, options: { unref?: boolean } = {}): Promise<void> {
  try {
    await delay(ms, undefined, { signal, ref: !options.unref });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}

/** Exponential back-off with full jitter on the upper half. `attempt` starts at 0. */
export function backoffMs(attempt: number, options: { firstMs: number; maxMs: number; random?: () => number }): number {
  const ceiling = Math.min(options.maxMs, options.firstMs * 2 ** attempt);
  return Math.round(ceiling / 2 + ((options.random ?? Math.random)() * ceiling) / 2);
}

/**
 * A signal that aborts with the first of the given signals or after `ms`. Not by `AbortSignal.timeout`: what is composed
 * of one is kept by Node.js for ever as soon as another signal follows it, as a call with limits of its own does.
 */
export function deadline(ms: number, ...signals: (AbortSignal | undefined)[]): AbortSignal {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException(`not done within ${ms} ms`, "TimeoutError")), ms);
  timer.unref();
  return AbortSignal.any([late.signal, ...signals.filter((signal) => signal !== undefined)]);
}
