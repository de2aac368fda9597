/**
 * The time of the server as this browser can tell it. What the worker dated is compared with it: a browser whose clock
 * is minutes off would show times left that jump, and lines that came before they were written.
 */
let aheadMs = 0;

/** A page takes a moment to arrive: less than this is no wrong clock. */
const TOLERATED_MS = 5_000;

/** The server said its time just now. */
export function setServerTime(serverMs: number): void {
  const offMs = serverMs - Date.now();
  aheadMs = Math.abs(offMs) > TOLERATED_MS ? offMs : 0;
}

export const serverNow = (): number => Date.now() + aheadMs;
