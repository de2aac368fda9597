/**
 * Every number of ownership, with its reason. One object, because the fault harness makes all of them shorter by the
 * same factor; nothing else ever changes it.
 */
export const leaseNumbers = {
  /** A lease that is not renewed for this long may be taken over: the backstop for half-open connections. */
  ttlMs: 15_000,
  /** Three renewals may fail before the lease expires. */
  renewEveryMs: 4_000,
  /** The owner stops this long before others may start, so that clocks and queues in between cannot make two owners. */
  selfFenceMarginMs: 4_000,
  /** A transaction of a worker that fell silent is ended by the server before its lease expires: its row locks would keep others from taking over. */
  idleInTransactionMs: 10_000,
  /** How often somebody looks for dead owners, while any lease is held … */
  lookEveryMs: 500,
  /** … and whether one is, in case the hint of a claim was lost. */
  idleLookEveryMs: 3_000,
  /** A worker's lock must be seen free in two looks this far apart: a lock connection that was cut comes back in milliseconds. */
  confirmDeathMs: 500,
  /** A ring that was lost with the worker that took it is repeated after this long … */
  ringAgainAfterMs: 10_000,
  /** … by somebody who looks this often. */
  sweepEveryMs: 5_000,
};

/** For the fault harness: 0.1 makes a lease live a tenth of its time. Before anything is started. */
export function scaleLeaseNumbers(factor: number): void {
  for (const [name, value] of Object.entries(leaseNumbers)) Object.assign(leaseNumbers, { [name]: value * factor });
}

/** First key of the session-level advisory lock each worker holds while it lives; the second is its row id. */
export const WORKER_LOCK_CLASS = 7241;
