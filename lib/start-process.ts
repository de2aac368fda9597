import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { errorMessage } from "./errors.ts";

/** Beside the checkout's other caches, and not where everybody may write: what lies there is run. */
const COMPILED = join(import.meta.dirname, "../.cache/compiled");

const WHILE_LOADING = ["--semi-space-growth-factor=1", "--optimize-for-size"];
const AFTERWARDS = ["--semi-space-growth-factor=2", "--no-optimize-for-size"];

/**
 * Starts a process; one that cannot start says why in a sentence and ends with 1. Loading a thousand modules makes V8
 * grow its heap for work that never comes again, and an idle process keeps it: so the heap is kept small meanwhile, and
 * grows with the work afterwards, by V8's own settings. What was compiled once is not compiled again by the next start;
 * where nothing can be written, it is.
 */
export async function startProcess(start: () => Promise<void>): Promise<void> {
  enableCompileCache(COMPILED);
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
