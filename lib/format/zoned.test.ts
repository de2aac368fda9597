import { describe, expect, it } from "vitest";
import { fromWallClock, toWallClock } from "./zoned.ts";

const read = (text: string, zone = "Europe/Berlin") => fromWallClock(text, zone)?.toISOString() ?? null;

describe("wall clock times", () => {
  it("are read in their zone, in summer and in winter", () => {
    expect(read("2026-07-01T08:30")).toBe("2026-07-01T06:30:00.000Z");
    expect(read("2026-12-01T08:30:15")).toBe("2026-12-01T07:30:15.000Z");
    expect(read("2026-12-01T08:30", "America/New_York")).toBe("2026-12-01T13:30:00.000Z");
  });

  it("that exist twice are the first, and that do not exist come after the jump", () => {
    expect(read("2026-10-25T02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(read("2026-03-29T02:30")).toBe("2026-03-29T01:30:00.000Z");
  });

  it("come back as they were entered", () => {
    for (const zone of ["UTC", "Asia/Kolkata", "America/New_York"]) {
      const at = fromWallClock("2026-05-17T23:45", zone);
      expect(at && toWallClock(at, zone)).toBe("2026-05-17T23:45");
    }
  });

  it("are nothing when they are no times", () => {
    expect(read("tomorrow")).toBeNull();
    expect(read("")).toBeNull();
  });
});
