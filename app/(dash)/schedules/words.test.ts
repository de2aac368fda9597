import { describe, expect, it } from "vitest";
import { rhythmWords, runWords } from "./words.ts";

const rhythm = (values: object) =>
  rhythmWords({ interval_minutes: null, cron: null, timezone: "UTC", start_at: null, ...values });

describe("the words of a schedule", () => {
  it("say how often it runs in the largest whole unit", () => {
    expect(rhythm({ interval_minutes: 1 })).toBe("Every minute");
    expect(rhythm({ interval_minutes: 90 })).toBe("Every 90 minutes");
    expect(rhythm({ interval_minutes: 360 })).toBe("Every 6 hours");
    expect(rhythm({ interval_minutes: 1440 })).toBe("Every day");
    expect(rhythm({ cron: "0 3 * * 1-5", timezone: "Europe/Berlin" })).toBe("Cron 0 3 * * 1-5 (Europe/Berlin)");
    expect(rhythm({})).toBe("Once");
  });

  it("name the day of a run by the calendar of the schedule's zone", () => {
    const now = new Date("2026-11-25T22:30:00Z");
    const words = (at: string, zone = "UTC") => runWords(at, now, zone);
    expect(words("2026-11-25T23:00:00Z")).toBe("today 23:00");
    expect(words("2026-11-25T23:15:00Z", "Europe/Berlin")).toBe("tomorrow 00:15");
    expect(words("2026-11-26T03:00:00Z")).toBe("tomorrow 03:00");
    expect(words("2026-11-27T03:00:00Z")).toBe("Fri 27 Nov 03:00");
    expect(words("2027-11-27T03:00:00Z")).toBe("Sat 27 Nov 2027 03:00");
    expect(words("2026-11-25T22:00:00Z")).toBe("now");
  });
});
