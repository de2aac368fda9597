import { formatCount } from "#lib/format/count";
import { formatDuration } from "#lib/format/duration";
import type { TrendDay } from "#lib/jobs/trend";
import type { ChartModel } from "../_charts/chart-model.ts";

const labels = (day: string) => {
  const at = new Date(`${day}T12:00:00Z`);
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(at);
  return {
    key: day,
    label: say({ day: "numeric", month: "short" }),
    title: say({ weekday: "short", day: "numeric", month: "short" }),
  };
};

/** How the syncs of each day ended. */
export function outcomeModel(days: readonly TrendDay[]): ChartModel {
  const sum = (of: "ok" | "warnings" | "failed" | "other") => days.reduce((total, day) => total + day[of], 0);
  const all = sum("ok") + sum("warnings") + sum("failed") + sum("other");
  const worst = days.filter((day) => day.failed > 0);
  const failures =
    worst.length === 0 ? "none failed" : `${sum("failed")} failed, on ${formatCount(worst.length, "day")}`;
  return {
    title: "Jobs a day by outcome",
    summary: `Jobs of the last ${formatCount(days.length, "day")}: ${all} ended, ${sum("ok")} completed, ${sum("warnings")} with warnings, ${failures}.`,
    unit: "jobs",
    isStacked: true,
    series: [
      { key: "ok", label: "Completed", tone: "ok" },
      { key: "warnings", label: "With warnings", tone: "warn" },
      { key: "failed", label: "Errored", tone: "bad" },
      { key: "other", label: "Cancelled or skipped", tone: "idle" },
    ],
    groups: days.map((day) => ({ ...labels(day.day), values: [day.ok, day.warnings, day.failed, day.other] })),
  };
}

/** How long the full syncs of each day took. */
export function runtimeModel(days: readonly TrendDay[]): ChartModel {
  const medians = days.flatMap((day) => (day.medianSeconds === null ? [] : [day.medianSeconds]));
  const span =
    medians.length === 0
      ? "none ran"
      : `a median of ${formatDuration(Math.min(...medians) * 1000)} to ${formatDuration(Math.max(...medians) * 1000)} a day`;
  return {
    title: "Runtime of a full sync a day",
    summary: `Runtime of full syncs of the last ${formatCount(days.length, "day")}: ${span}.`,
    unit: "seconds",
    isStacked: false,
    series: [
      { key: "median", label: "Median", tone: "accent" },
      { key: "longest", label: "Longest", tone: "idle" },
    ],
    groups: days.map((day) => ({ ...labels(day.day), values: [day.medianSeconds, day.longestSeconds] })),
  };
}
