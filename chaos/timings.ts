import { defaultTimings, type SyncTimings } from "#lib/sync/run-context";

/** The waits of a sync, shorter by a factor. */
export function scaledTimings(scale: number): SyncTimings {
  const entries = Object.entries(defaultTimings).map(([name, ms]) => [name, Math.max(10, ms * scale)]);
  return Object.fromEntries(entries) as SyncTimings; // safe because the names are those of the defaults
}
