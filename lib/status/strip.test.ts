import { describe, expect, it } from "vitest";
import { SLOT_MS, SLOTS, type SlotFacts, slotOf, stripOf, uptimeWords } from "./strip.ts";

const now = new Date("2026-11-25T12:10:00.000Z");
const facts = (back: number, values: Partial<SlotFacts> = {}): SlotFacts => ({
  slot: slotOf(now) - back,
  checks: 10,
  failures: 0,
  latencyMs: 12,
  detail: null,
  ...values,
});

describe("a day of checks", () => {
  it("has a slot for every half hour up to now, also where nobody looked", () => {
    const { slots } = stripOf([facts(0), facts(3, { failures: 4 }), facts(5, { failures: 10 })], now);
    expect(slots).toHaveLength(SLOTS);
    expect(slots.slice(-6).map((slot) => slot.state)).toEqual(["bad", "none", "mixed", "none", "none", "good"]);
    expect(slots.at(-1)?.from.toISOString()).toBe("2026-11-25T12:00:00.000Z");
    expect((slots.at(-1)?.from.getTime() ?? 0) - (slots[0]?.from.getTime() ?? 0)).toBe((SLOTS - 1) * SLOT_MS);
  });

  it("names each stretch of failures once, and that the last one goes on", () => {
    const { outages } = stripOf(
      [
        facts(9, { failures: 10, detail: "refused" }),
        facts(8, { failures: 1, detail: "timed out" }),
        facts(7),
        facts(0, { failures: 10, detail: "no route" }),
      ],
      now,
    );
    expect(outages.map(({ from, until, detail }) => [from.toISOString().slice(11, 16), until, detail])).toEqual([
      ["07:30", new Date("2026-11-25T08:30:00.000Z"), "timed out"],
      ["12:00", null, "no route"],
    ]);
  });

  it("never rounds a failure away", () => {
    const words = [
      { checks: 0, failures: 0 },
      { checks: 9, failures: 0 },
      { checks: 2880, failures: 1 },
      { checks: 3, failures: 3 },
    ].map(uptimeWords);
    expect(words).toEqual(["no checks yet", "100 %", "99.9 %", "0.0 %"]);
  });
});
