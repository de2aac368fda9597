import { describe, expect, it, vi } from "vitest";
import { formatBytes } from "./bytes.ts";
import { formatAbout, formatDuration } from "./duration.ts";
import { formatClock, formatMoment, formatRelative } from "./moment.ts";

describe("formats", () => {
  it("says durations in the largest two units", () => {
    expect([840, 12_400, 59_999, 72_000, 7_500_000].map(formatDuration)).toEqual([
      "840 ms",
      "12.4 s",
      "1m 00s",
      "1m 12s",
      "2h 05m",
    ]);
    expect(formatDuration(null)).toBe("–");
  });

  it("says a forecast no more exactly than it is", () => {
    expect([2, 11, 57.5, 63, 126, 3_600, 4_000].map(formatAbout)).toEqual([
      "a few seconds",
      "about 15 s",
      "about 1 min",
      "about 1 min",
      "about 2m 10s",
      "about 1h 00m",
      "about 1h 07m",
    ]);
  });

  it("says sizes in binary units", () => {
    expect([0, 1023, 1024, 1_288_490_189, 107_374_182_400].map(formatBytes)).toEqual([
      "0 B",
      "1023 B",
      "1.0 KiB",
      "1.2 GiB",
      "100 GiB",
    ]);
  });

  it("says how long ago, and in how long", () => {
    const now = new Date("2026-11-25T12:00:00Z");
    const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);
    expect([0, 42, 180, 7_200, 86_400, 5 * 86_400, -3_600].map(ago)).toEqual([
      "just now",
      "42 s ago",
      "3 min ago",
      "2 h ago",
      "1 day ago",
      "5 days ago",
      "in 1 h",
    ]);
  });

  it("shows a moment in the user's zone and names the zone", () => {
    const at = new Date("2026-11-25T13:03:07.412Z");
    expect(formatMoment(at, "Europe/Berlin")).toBe("2026-11-25 14:03:07 CET");
    expect(formatClock(at, "UTC", { withMs: true })).toBe("13:03:07.412");
  });

  it("makes the formats of a zone once, however many moments are told", () => {
    const made = vi.spyOn(Intl, "DateTimeFormat");
    for (let hour = 0; hour < 24; hour += 1) formatMoment(new Date(Date.UTC(2026, 10, 25, hour)), "Asia/Tokyo");
    expect(made).toHaveBeenCalledTimes(3);
    made.mockRestore();
  });
});
