import { setFlagsFromString } from "node:v8";

const GROWTH = "--semi-space-growth-factor";

/**
 * Runs a start without letting V8's young generation grow. Loading a thousand modules makes it grow to its limit, where
 * it stays although an idle process needs a few megabytes of it: 150 MB more for a worker. Afterwards it grows with the
 * work, by V8's own factor of 2.
 */
export async function startInSmallNursery(start: () => Promise<void>): Promise<void> {
  setFlagsFromString(`${GROWTH}=1`);
  try {
    await start();
  } finally {
    setFlagsFromString(`${GROWTH}=2`);
  }
}
