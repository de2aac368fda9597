import { fromWallClock, isTimeZone } from "../format/zoned.ts";

const jobFields = ["sync_types", "proxmox_endpoint_ids", "mode"] as const;

/**
 * What the native schedule forms send → the body of a schedule: empty means none, the wall clock time is read in the
 * chosen zone, and what the job does (`sync_types`, `proxmox_endpoint_ids`, `mode`) becomes `params`.
 */
export function scheduleFromForm(values: unknown): Record<string, unknown> {
  const given = { ...(values as Record<string, unknown>) }; // safe because a form's values are an object
  const params: Record<string, unknown> = {};
  for (const field of jobFields) {
    if (field in given) params[field] = jobValue(field, given[field]);
    delete given[field];
  }
  const timezone = last(given.timezone) || "UTC";
  const body: Record<string, unknown> = { ...given, timezone };
  if (Object.keys(params).length > 0) body.params = params;
  if ("start_at" in given) body.start_at = moment(last(given.start_at), timezone);
  if ("interval_minutes" in given) body.interval_minutes = number(last(given.interval_minutes));
  if ("cron" in given) body.cron = last(given.cron) || null;
  if ("enabled" in given) body.enabled = last(given.enabled) === "true";
  return body;
}

function jobValue(field: (typeof jobFields)[number], value: unknown): unknown {
  const chosen = [value].flat().filter((item) => item !== "");
  if (field === "mode") return chosen.at(-1);
  if (field === "sync_types") return chosen.length === 0 ? ["all"] : chosen;
  return chosen.map((item) => number(String(item)));
}

/** Text that is no time stays as it is, so that the schema refuses it at its field. */
function moment(text: string, timezone: string): string | null {
  if (text === "") return null;
  const at = isTimeZone(timezone) ? fromWallClock(text, timezone) : null;
  return at ? at.toISOString() : text;
}

const number = (text: string): number | string | null =>
  text.trim() === "" ? null : Number.isNaN(Number(text)) ? text : Number(text);

/** A checkbox sends its "off" first. */
const last = (value: unknown): string => String((Array.isArray(value) ? value.at(-1) : value) ?? "");
