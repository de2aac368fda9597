import type { FrameLevel } from "./schema.ts";

type Data = Record<string, unknown>;

/**
 * How many signs of trouble a backend's frame holds, fatal ones left aside: the stream's own end decides about those.
 * Sources: the table of failures that hide behind `ok: true`, both releases of proxbox-api. A renamed duplicate is
 * worth a warning line and is no failure.
 */
export function readSignals(event: string, level: FrameLevel, data: Data): number {
  if (event === "duplicate_name_resolved" || event === "error") return 0;
  if (event === "complete" && data.ok !== true) return 0;
  const result = record(data.result);
  const counters = record(result?.counters);
  if (items(result?.warnings) + items(counters?.warnings) + items(counters?.object_errors) > 0) return 1;
  if (result?.degraded === true || number(result?.errors) > 0 || number(result?.failed) > 0) return 1;
  if (counters && Object.values(record(counters.per_endpoint_errors) ?? {}).some((value) => number(value) > 0))
    return 1;
  if (hasFailedReplication(result)) return 1;
  return level === "warning" || level === "error" ? 1 : 0;
}

/** The single stream tells failed replications and routines only in its last frame. */
function hasFailedReplication(result: Data | null): boolean {
  return ["replications", "backup_routines", "task_history", "virtual_disks"].some((name) => {
    const part = record(result?.[name]);
    return number(part?.errors) > 0 || part?.degraded === true || typeof part?.error === "string";
  });
}

const record = (value: unknown): Data | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Data) : null;

const items = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);
