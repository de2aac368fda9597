/** Every number of ownership, with its reason. */

/** A lease that is not renewed for this long may be taken over: the backstop for half-open connections. */
export const LEASE_TTL_MS = 15_000;

/** Three renewals may fail before the lease expires. */
export const RENEW_EVERY_MS = 4_000;

/** The owner stops this long before others may start, so that clocks and queues in between cannot make two owners. */
export const SELF_FENCE_MARGIN_MS = 4_000;

/** How often somebody looks for dead owners, while any lease is held. */
export const LOOK_EVERY_MS = 1_000;

/** A worker's lock must be seen free in two looks this far apart: a lock connection that was cut comes back in milliseconds. */
export const CONFIRM_DEATH_MS = 500;

/** First key of the session-level advisory lock each worker holds while it lives; the second is its row id. */
export const WORKER_LOCK_CLASS = 7241;
