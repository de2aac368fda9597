import { describe, expect, it } from "vitest";
import { axisTicks, barsOf, type ChartModel, labelEvery } from "./chart-model.ts";

const model = (values: (number | null)[][], given: Partial<ChartModel> = {}): ChartModel => ({
  title: "Jobs",
  summary: "",
  unit: "jobs",
  isStacked: true,
  series: [
    { key: "ok", label: "OK", tone: "ok" },
    { key: "failed", label: "Failed", tone: "bad" },
  ],
  groups: values.map((each, index) => ({ key: String(index), label: "", title: "", values: each })),
  ...given,
});

describe("a bar chart", () => {
  it("has an axis of round numbers that reaches over its highest bar", () => {
    expect(axisTicks(model([[3, 1]]))).toEqual([0, 2, 4]);
    expect(axisTicks(model([[0, 0]]))).toEqual([0, 1]);
    expect(axisTicks(model([[95, null]], { unit: "seconds" }))).toEqual([0, 60, 120]);
    expect(axisTicks(model([[60_000, 0]]))).toEqual([0, 20_000, 40_000, 60_000]);
  });

  it("stacks bars without a gap, and leaves out what is nothing", () => {
    const [ok, failed] = barsOf(model([[3, 1]]), 0, 4);
    expect([ok?.y, ok?.height, failed?.y, failed?.height]).toEqual([25, 75, 0, 25]);
    expect(barsOf(model([[0, 2]]), 0, 4).map((bar) => bar.key)).toEqual(["failed"]);
    expect(barsOf(model([[null, null]]), 0, 4)).toEqual([]);
  });

  it("puts bars beside each other when they are no parts of one", () => {
    const bars = barsOf(model([[2, 4]], { isStacked: false }), 0, 4);
    expect(bars.map((bar) => [bar.x, bar.width, bar.height])).toEqual([
      [15, 35, 50],
      [50, 35, 100],
    ]);
  });

  it("labels at most seven groups", () => {
    expect([1, 7, 8, 14, 30].map(labelEvery)).toEqual([1, 1, 2, 2, 5]);
  });
});
