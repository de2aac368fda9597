import type { Db } from "#db/client";
import type { Listener } from "../events/listen.ts";
import { topics } from "../events/topics.ts";
import type { Logger } from "../log.ts";
import { type Clock, sleep, systemClock } from "../time.ts";
import { JobStop } from "./job-stop.ts";
import { leaseNumbers } from "./lease-numbers.ts";
import { renewLease } from "./lease-store.ts";
import type { Lease } from "./schema.ts";

export type KeepLeaseInput = {
  db: Db;
  listener: Listener;
  lease: Lease;
  log: Logger;
  /** Called once, with why the job is to stop. */
  onStop: (stop: JobStop) => void;
  /** When the claim began, by the same monotonic clock: from then on the lease is judged. */
  claimedAtMs: number;
  /** Does this worker hold its life lock? While it does not, frequent renewals show that it lives. */
  isLockHeld: () => boolean;
  clock?: Clock;
};

/**
 * Renews a lease until closed. Judges itself by a monotonic clock: when the last renewal that succeeded began too long
 * ago it stops the job without asking anyone, before somebody else may start it. A cancel is learnt here too.
 */
export function keepLease(input: KeepLeaseInput): { close: () => void } {
  const { db, lease, log, clock = systemClock } = input;
  const closed = new AbortController();
  let renewedAtMs = input.claimedAtMs;
  const stop = (why: JobStop["why"]) => {
    closed.abort();
    input.onStop(new JobStop(why));
  };

  const renew = async () => {
    const beganAtMs = clock.monotonicMs();
    try {
      const result = await renewLease(db, lease);
      if (closed.signal.aborted) return;
      if (!result.kept) return stop("lease_lost");
      renewedAtMs = beganAtMs;
      if (result.cancelRequested) stop("cancelled");
    } catch (error) {
      log.warn({ err: error, jobId: lease.jobId }, "the lease could not be renewed");
    }
  };
  const fence = setInterval(() => {
    if (
      !closed.signal.aborted &&
      clock.monotonicMs() - renewedAtMs > leaseNumbers.ttlMs - leaseNumbers.selfFenceMarginMs
    )
      stop("lease_lost");
  }, leaseNumbers.renewEveryMs / 4);
  const unsubscribe = input.listener.subscribe(
    (topic) => topic === topics.cancel(lease.jobId),
    () => void renew(),
  );
  const loop = async () => {
    // At once: between the claim and now, part of the lease is gone already.
    await renew();
    let triedAtMs = clock.monotonicMs();
    while (!closed.signal.aborted) {
      await sleep(leaseNumbers.confirmDeathMs / 4, closed.signal).catch(() => {});
      const isDue = clock.monotonicMs() - triedAtMs >= leaseNumbers.renewEveryMs || !input.isLockHeld();
      if (closed.signal.aborted || !isDue) continue;
      triedAtMs = clock.monotonicMs();
      await renew();
    }
  };
  void loop();
  closed.signal.addEventListener("abort", () => {
    clearInterval(fence);
    unsubscribe();
  });
  return { close: () => closed.abort() };
}
