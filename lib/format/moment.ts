import { requestZone } from "./request-zone.ts";

/** `just now`, `42 s ago`, `3 min ago`, `in 2 h`, `5 days ago`. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1_000);
  const distance = Math.abs(seconds);
  if (distance < 2) return "just now";
  const [amount, unit] = largestUnit(distance);
  return seconds > 0 ? `${amount} ${unit} ago` : `in ${amount} ${unit}`;
}

function largestUnit(seconds: number): [number, string] {
  if (seconds < 60) return [seconds, "s"];
  if (seconds < 3_600) return [Math.floor(seconds / 60), "min"];
  if (seconds < 86_400) return [Math.floor(seconds / 3_600), "h"];
  const days = Math.floor(seconds / 86_400);
  return [days, days === 1 ? "day" : "days"];
}

/** `2026-11-25 14:03:07 CET`: a moment in an IANA zone, with the zone shown. */
export function formatMoment(at: Date, timeZone = requestZone()): string {
  return `${formatsOf(timeZone).day.format(at)} ${formatClock(at, timeZone)} ${zoneName(at, timeZone)}`;
}

/** `14:03:07`, with `.412` when `withMs`. */
export function formatClock(at: Date, timeZone = requestZone(), options: { withMs?: boolean } = {}): string {
  const clock = formatsOf(timeZone).clock.format(at);
  return options.withMs ? `${clock}.${String(at.getUTCMilliseconds()).padStart(3, "0")}` : clock;
}

/** `CET`, `GMT+9`: what the zone is called at that moment. */
export function zoneName(at: Date, timeZone = requestZone()): string {
  const named = formatsOf(timeZone).zone.formatToParts(at);
  return named.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}

type Formats = Record<"day" | "clock" | "zone", Intl.DateTimeFormat>;

/** To make a format takes a hundred times as long as to use it, and a page tells hundreds of moments. */
const known = new Map<string, Formats>();
/** More than there are zones; a name can be written in many ways. */
const MAX_KNOWN = 1_000;

function formatsOf(timeZone: string): Formats {
  const formats = known.get(timeZone) ?? makeFormats(timeZone);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(timeZone, formats);
  return formats;
}

const makeFormats = (timeZone: string): Formats => ({
  day: new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }),
  clock: new Intl.DateTimeFormat("sv-SE", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
  }),
  zone: new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" }),
});
