import { flushCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import { errorMessage } from "./errors.ts";

const WHILE_LOADING = ["--semi-space-growth-factor=1", "--optimize-for-size"];
const AFTERWARDS = ["--semi-space-growth-factor=2", "--no-optimize-for-size"];

/**
 * Starts a process; one that cannot start says why in a sentence and ends with 1. Loading a thousand modules makes V8
 * grow its heap for work that never comes again, and an idle process keeps it: so the heap is kept small meanwhile, and
 * grows with the work afterwards, by V8's own settings. What was compiled is kept for the next start at once, where the
 * environment says that it is to be kept: see bin/process-settings.mjs.
 */
export async function startProcess(start: () => Promise<void>): Promise<void> {
  for (const flag of WHILE_LOADING) setFlagsFromString(flag);
  try {
    await start();
    flushCompileCache();
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(1);
  } finally {
    for (const flag of AFTERWARDS) setFlagsFromString(flag);
  }
}
