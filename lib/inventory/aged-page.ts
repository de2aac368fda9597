import type { Aged } from "./cached.ts";

/** A list that was asked of a backend: the envelope of every list, and how old it is. */
export const agedPage = <T>(aged: Aged<unknown>, results: readonly T[]) => ({
  count: results.length,
  next: null,
  previous: null,
  results,
  as_of: aged.as_of,
  stale: aged.stale,
  error: aged.error,
});
