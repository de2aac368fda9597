import { type JsonRecord, numberOf, recordOf } from "../json.ts";
import type { FrameLevel } from "./schema.ts";

/**
 * How many signs of trouble a backend's frame holds, fatal ones left aside: the stream's own end decides about those.
 * Sources: the table of failures that hide behind `ok: true`, both releases of proxbox-api. A renamed duplicate is
 * worth a warning line and is no failure.
 */
export function readSignals(event: string, level: FrameLevel, data: JsonRecord): number {
  if (event === "duplicate_name_resolved" || event === "error") return 0;
  if (event === "complete" && data.ok !== true) return 0;
  const result = recordOf(data.result);
  const counters = recordOf(result?.counters);
  if (items(result?.warnings) + items(counters?.warnings) + items(counters?.object_errors) > 0) return 1;
  if (result?.degraded === true || numberOf(result?.errors) > 0 || numberOf(result?.failed) > 0) return 1;
  if (counters && Object.values(recordOf(counters.per_endpoint_errors) ?? {}).some((value) => numberOf(value) > 0))
    return 1;
  if (hasFailedReplication(result)) return 1;
  return level === "warning" || level === "error" ? 1 : 0;
}

/** The single stream tells failed replications and routines only in its last frame. */
function hasFailedReplication(result: JsonRecord | null): boolean {
  return ["replications", "backup_routines", "task_history", "virtual_disks"].some((name) => {
    const part = recordOf(result?.[name]);
    return numberOf(part?.errors) > 0 || part?.degraded === true || typeof part?.error === "string";
  });
}

const items = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
