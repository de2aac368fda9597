import type { FrameLevel, WireFrame } from "#lib/frames/schema";

/** Which lines the viewer shows. Empty and false let everything through. */
export type LogFilter = { stage: string; level: FrameLevel | ""; event: string; object: string; problems: boolean };

export const noFilter: LogFilter = { stage: "", level: "", event: "", object: "", problems: false };

export const isFilterOn = (filter: LogFilter): boolean =>
  Object.values(filter).some((value) => value !== "" && value !== false);

/** Filter and words as the server takes them. */
export function filterParams(filter: LogFilter, q: string): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ["stage", "level", "event", "object"] as const) if (filter[name]) params.set(name, filter[name]);
  if (filter.problems) params.set("problems", "true");
  if (q) params.set("q", q);
  return params;
}

/** Does a line that just arrived pass? The same as the server decides about stored ones. */
export function matches(frame: WireFrame, filter: LogFilter, q = ""): boolean {
  if (filter.stage && frame.stage !== filter.stage) return false;
  if (filter.level && frame.level !== filter.level) return false;
  if (filter.event && frame.event !== filter.event) return false;
  if (filter.problems && frame.level !== "warning" && frame.level !== "error") return false;
  if (filter.object && !holdsString(frame.data, filter.object)) return false;
  return q === "" || frame.text.toLowerCase().includes(q.toLowerCase());
}

function holdsString(data: unknown, wanted: string): boolean {
  if (data === wanted) return true;
  if (typeof data !== "object" || data === null) return false;
  return Object.values(data).some((value) => holdsString(value, wanted));
}
