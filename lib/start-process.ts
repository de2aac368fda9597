import { setFlagsFromString } from "node:v8";
import { errorMessage } from "./errors.ts";

const GROWTH = "--semi-space-growth-factor";

/**
 * Starts a process; one that cannot start says why in a sentence and ends with 1. Meanwhile V8's young generation does
 * not grow: loading a thousand modules makes it grow to its limit, where it stays although an idle process needs a few
 * megabytes of it, 150 MB more for a worker. Afterwards it grows with the work, by V8's own factor of 2.
 */
export async function startProcess(start: () => Promise<void>): Promise<void> {
  setFlagsFromString(`${GROWTH}=1`);
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(1);
  } finally {
    setFlagsFromString(`${GROWTH}=2`);
  }
}
