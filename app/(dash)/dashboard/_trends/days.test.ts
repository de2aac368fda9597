import { expect, it } from "vitest";
import { daysHref, readDays, WINDOWS } from "./days.ts";

it("reads each span from its own address, and the usual one from everything else", () => {
  for (const days of WINDOWS)
    expect(readDays(new URL(daysHref(days), "http://localhost").searchParams.get("days") ?? undefined)).toBe(days);
  for (const text of [undefined, "", "8", "-7", "7 days", ["7", "30"]]) expect(readDays(text)).toBe(14);
});
