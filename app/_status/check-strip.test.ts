import { describe, expect, it } from "vitest";
import { type SlotFacts, slotOf, stripOf } from "#lib/status/strip";
import { stripWords } from "./check-strip.tsx";

const failed = (at: string): SlotFacts => ({
  slot: slotOf(new Date(at)),
  checks: 1,
  failures: 1,
  latencyMs: null,
  detail: null,
});
const good = (at: string): SlotFacts => ({ ...failed(at), failures: 0 });

describe("the text of a day of checks", () => {
  it("tells outages by the reader's clock and names its zone", () => {
    const facts = [failed("2026-11-25T06:30:00Z"), failed("2026-11-25T07:00:00Z"), good("2026-11-25T07:30:00Z")];
    const strip = stripOf(facts, new Date("2026-11-25T12:00:00Z"));
    const words = (zone: string) => stripWords(strip, zone);
    expect(words("UTC")).toBe("last 24 hours: 33.3 % of 3 checks were well, failures 06:30–07:30 UTC");
    expect(words("Europe/Berlin")).toContain("failures 07:30–08:30 CET");
    expect(words("Asia/Tokyo")).toContain("failures 15:30–16:30 GMT+9");
  });

  it("names both zones of an outage during which the clocks changed", () => {
    const facts = [failed("2026-10-25T00:30:00Z"), failed("2026-10-25T01:00:00Z"), good("2026-10-25T01:30:00Z")];
    const strip = stripOf(facts, new Date("2026-10-25T12:00:00Z"));
    expect(stripWords(strip, "Europe/Berlin")).toContain("failures 02:30 CEST–02:30 CET");
  });

  it("says since when an outage goes on", () => {
    const strip = stripOf([failed("2026-11-25T12:00:00Z")], new Date("2026-11-25T12:10:00Z"));
    expect(stripWords(strip, "America/New_York")).toContain("failures since about 07:00 GMT-5");
  });
});
