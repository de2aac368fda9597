import { describe, expect, it } from "vitest";
import { nextOccurrence, nextOccurrences } from "./occurrences.ts";
import { ScheduleInput, type Timing } from "./schema.ts";

const timing = (values: Partial<Timing>): Timing => ({
  startAt: null,
  intervalMinutes: null,
  cron: null,
  timezone: "UTC",
  ...values,
});
const times = (of: Timing, after: string, count = 3) =>
  nextOccurrences(of, new Date(after), count).map((at) => at.toISOString().replace(":00.000Z", "Z"));

describe("intervals", () => {
  const hourly = timing({ startAt: new Date("2026-03-28T10:15:00Z"), intervalMinutes: 60 });

  it("runs first at its start, then in steps from there", () => {
    expect(times(hourly, "2026-03-28T09:00:00Z", 2)).toEqual(["2026-03-28T10:15Z", "2026-03-28T11:15Z"]);
    expect(times(hourly, "2026-03-28T10:15:00Z", 1)).toEqual(["2026-03-28T11:15Z"]);
  });

  it("counts elapsed time, so a change of the clocks does not move it", () => {
    const daily = timing({ ...hourly, intervalMinutes: 1440, timezone: "Europe/Berlin" });
    expect(times(daily, "2026-03-28T10:15:00Z", 2)).toEqual(["2026-03-29T10:15Z", "2026-03-30T10:15Z"]);
  });
});

describe("cron", () => {
  it("runs at the wall clock of its zone on both sides of a change of the clocks", () => {
    const morning = timing({ cron: "0 6 * * *", timezone: "Europe/Berlin" });
    expect(times(morning, "2026-03-28T04:00:00Z")).toEqual([
      "2026-03-28T05:00Z",
      "2026-03-29T04:00Z",
      "2026-03-30T04:00Z",
    ]);
  });

  it("runs once on the day when its time does not exist", () => {
    const gap = timing({ cron: "30 2 * * *", timezone: "Europe/Berlin" });
    expect(times(gap, "2026-03-28T12:00:00Z")).toEqual(["2026-03-29T01:30Z", "2026-03-30T00:30Z", "2026-03-31T00:30Z"]);
  });

  it("runs once on the day when its time exists twice, also when asked anew after the first", () => {
    const twice = timing({ cron: "30 2 * * *", timezone: "Europe/Berlin" });
    expect(times(twice, "2026-10-24T12:00:00Z")).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
      "2026-10-27T01:30Z",
    ]);
  });

  it("keeps an hourly run hourly through both changes", () => {
    const hourly = timing({ cron: "0 * * * *", timezone: "Europe/Berlin" });
    for (const day of ["2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z"]) {
      const found = nextOccurrences(hourly, new Date(day), 10).map((at) => at.getTime());
      expect(found).toEqual(found.map((_, index) => new Date(day).getTime() + (index + 1) * 3_600_000));
    }
  });

  it("does not begin before its start", () => {
    const later = timing({ cron: "0 6 * * *", startAt: new Date("2026-05-01T06:00:00Z") });
    expect(times(later, "2026-03-28T04:00:00Z", 2)).toEqual(["2026-05-01T06:00Z", "2026-05-02T06:00Z"]);
  });
});

describe("once", () => {
  it("has one occurrence and then none", () => {
    const once = timing({ startAt: new Date("2026-03-28T10:15:00Z") });
    expect(nextOccurrence(once, new Date("2026-03-28T10:00:00Z"))).toEqual(once.startAt);
    expect(nextOccurrence(once, new Date("2026-03-28T10:15:00Z"))).toBeNull();
  });
});

describe("input", () => {
  const problems = (values: object) =>
    ScheduleInput.safeParse({ name: "nightly", ...values }).error?.issues.map((issue) => [
      issue.path.join("."),
      issue.message,
    ]) ?? [];

  it("says what is wrong with a cron expression, a zone and a missing time, at the field", () => {
    expect(problems({ cron: "* * *" })).toEqual([["cron", expect.stringContaining('"* * *" needs five fields')]]);
    expect(problems({ cron: "61 * * * *" })).toEqual([["cron", expect.stringContaining("expected range 0-59")]]);
    expect(problems({ cron: "0 3 * * *", timezone: "Mars/Olympus" })).toEqual([
      ["timezone", expect.stringContaining("Mars/Olympus")],
    ]);
    expect(problems({})).toEqual([["start_at", expect.stringContaining("say when")]]);
    expect(problems({ cron: "0 3 * * *", interval_minutes: 5 })).toEqual([
      ["cron", expect.stringContaining("cannot be combined")],
    ]);
  });

  it("refuses a cron expression that never comes", () => {
    expect(problems({ cron: "0 0 30 2 *" })).toEqual([["cron", expect.stringContaining("cannot be read")]]);
  });
});
