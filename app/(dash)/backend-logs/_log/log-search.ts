import { logLevels } from "#lib/backend/logs";
import { fromWallClock } from "#lib/format/zoned";

export type LogSearch = {
  level: string;
  errorsOnly: boolean;
  operationId: string;
  q: string;
  /** ISO times, or empty. */
  since: string;
  until: string;
  /** Only lines before this one, when somebody pages back. */
  olderThanId: number | null;
};

type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? "") : (value ?? ""));

/** The filters are the address. Times come as ISO from links and as UTC wall clocks from the form; nonsense is no filter. */
export function readLogSearch(search: Search): LogSearch {
  const older = Number(one(search.older_than_id));
  return {
    level: logLevels.find((name) => name === one(search.level)) ?? "",
    errorsOnly: one(search.errors_only) === "true",
    operationId: one(search.operation_id).slice(0, 200),
    q: one(search.q).slice(0, 200),
    since: readTime(one(search.since), 0),
    until: readTime(one(search.until), LAST_MS),
    olderThanId: Number.isInteger(older) && older > 0 ? older : null,
  };
}

/** The form's times are whole seconds, and a span lasts to the end of its last one. */
const LAST_MS = 999;

function readTime(text: string, wallClockMs: number): string {
  const local = fromWallClock(text, "UTC");
  const at = local ? new Date(local.getTime() + wallClockMs) : new Date(text);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

/** What the console's own API and stream are asked with. */
export function logQuery(search: LogSearch) {
  return {
    level: logLevels.find((name) => name === search.level),
    errors_only: search.errorsOnly || undefined,
    operation_id: search.operationId || undefined,
  };
}

/** New lines belong below what is shown, unless it ends in the past. */
export const isFollowed = (search: LogSearch): boolean => search.until === "" && search.olderThanId === null;

/** The address of these filters, `change` applied; what is empty is left out. */
export function logHref(backendId: number, search: LogSearch, change: Partial<LogSearch> = {}): string {
  const all = { ...search, ...change };
  const query = new URLSearchParams({ backend: String(backendId) });
  const set = (name: string, value: string | null) => value && query.set(name, value);
  set("level", all.level);
  set("errors_only", all.errorsOnly ? "true" : null);
  set("operation_id", all.operationId);
  set("q", all.q);
  set("since", all.since);
  set("until", all.until);
  set("older_than_id", all.olderThanId === null ? null : String(all.olderThanId));
  return `/backend-logs?${query}`;
}
