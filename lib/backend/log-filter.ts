import type { BackendLogEntry } from "./logs.ts";

/** What the backend cannot filter by itself. */
export type LogTextFilter = { q?: string; until?: string };

/** Does a line hold the words, in whatever case, and is it not later than `until`? Browser-safe. */
export function fitsLogFilter(entry: BackendLogEntry, { q, until }: LogTextFilter): boolean {
  if (until !== undefined && Date.parse(entry.timestamp) > Date.parse(until)) return false;
  if (!q) return true;
  const words = q.toLowerCase();
  return [entry.module, entry.message, entry.operation_id, entry.traceback].some((text) =>
    text?.toLowerCase().includes(words),
  );
}
