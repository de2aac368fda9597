import type { WireSchedule } from "#lib/schedules/wire";

type Rhythm = Pick<WireSchedule, "interval_minutes" | "cron" | "timezone" | "start_at">;

/** How often, in words: "Every 6 hours", "Cron 0 3 * * 1-5 (Europe/Berlin)", "Once". Browser-safe. */
export function rhythmWords({ interval_minutes: minutes, cron, timezone }: Rhythm): string {
  if (cron !== null) return `Cron ${cron} (${timezone})`;
  return minutes === null ? "Once" : `Every ${spanWords(minutes)}`;
}

const units: [string, number][] = [
  ["day", 1440],
  ["hour", 60],
  ["minute", 1],
];

function spanWords(minutes: number): string {
  const [unit, size] = units.find(([, length]) => minutes % length === 0) ?? ["minute", 1];
  const amount = minutes / size;
  return amount === 1 ? unit : `${amount} ${unit}s`;
}

const DAY_MS = 86_400_000;

/** A run to come as people say it, in the zone of the schedule: "today 15:00", "tomorrow 03:00", "Fri 27 Nov 03:00". */
export function runWords(at: string, now: Date, timeZone: string): string {
  const date = new Date(at);
  const clock = format(date, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = (moment: Date) => format(moment, timeZone, { year: "numeric", month: "2-digit", day: "2-digit" });
  if (date <= now) return "now";
  if (day(date) === day(now)) return `today ${clock}`;
  if (day(date) === day(new Date(now.getTime() + DAY_MS))) return `tomorrow ${clock}`;
  const isThisYear = date.getTime() - now.getTime() < 300 * DAY_MS;
  const named = format(date, timeZone, { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
  return `${named}${isThisYear ? "" : ` ${format(date, timeZone, { year: "numeric" })}`} ${clock}`;
}

const format = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at);
