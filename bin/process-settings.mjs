import { fileURLToPath } from "node:url";

/**
 * What a process of ours finds in its environment beside what it is told. What was compiled once is not compiled again
 * by the next start, which spares it the compiler of TypeScript as well; it lies where not everybody may write, since it
 * is run. The threads of a process share two heaps of the C library instead of having one each.
 */
export const processSettings = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../.cache/compiled", import.meta.url)),
  MALLOC_ARENA_MAX: "2",
};
