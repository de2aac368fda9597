/** Does this name a time zone of the IANA list? */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/**
 * A wall clock time (`2026-11-25T14:30`, what a date input sends) in an IANA zone → the moment; null when it is no
 * such time. One that the clocks jump over is read with the offset before the jump; one that exists twice is the first.
 */
export function fromWallClock(text: string, timeZone: string): Date | null {
  const parts = LOCAL.exec(text);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const offsetsMs = [-1, 1].map((side) => offsetMs(new Date(asUtcMs + side * 86_400_000), timeZone));
  const candidates = offsetsMs.map((offset) => asUtcMs - offset);
  const exact = candidates.filter((ms) => ms + offsetMs(new Date(ms), timeZone) === asUtcMs);
  const chosen = exact.length > 0 ? Math.min(...exact) : candidates[0];
  return chosen === undefined || Number.isNaN(chosen) ? null : new Date(chosen);
}

/** A moment → `2026-11-25T14:30` in the zone: the value of a date input. */
export function toWallClock(at: Date, timeZone: string): string {
  const local = new Date(at.getTime() + offsetMs(at, timeZone));
  return local.toISOString().slice(0, 16);
}

/** How far the zone's wall clock is ahead of UTC at that moment. */
function offsetMs(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}
