import { describe, expect, it } from "vitest";
import { anchorOf, isFlow, ROW_PX, scrollTopOf, spacerPx, topRowOf, type View } from "./log-scroll.ts";

const view = (values: Partial<View>): View => ({
  scrollTop: 0,
  viewPx: 600,
  count: 1000,
  maxPx: 10_000_000,
  isWrapped: false,
  ...values,
});
const end = (of: View): View => ({ ...of, scrollTop: spacerPx(of) - of.viewPx });

describe("where rows stand", () => {
  it("is their number times their height, painted a few rows ahead", () => {
    expect(anchorOf(view({ scrollTop: 5 }))).toEqual({ row: 0, px: 0 });
    expect(anchorOf(view({ scrollTop: 2_499 }))).toEqual({ row: 100, px: 2_400 });
  });

  it("reaches the first and the last row of a log that is higher than a browser can lay out", () => {
    const long = view({ count: 5_000_000, maxPx: 1_000_000 });
    expect(spacerPx(long)).toBe(1_000_000);
    expect(anchorOf(long)).toEqual({ row: 0, px: 0 });
    expect(anchorOf(end(long))).toEqual({ row: 5_000_000, px: 1_000_000 });
    const middle = { ...long, scrollTop: scrollTopOf(2_000_000, long) };
    expect(topRowOf(middle)).toBeCloseTo(2_000_000, 3);
    expect(anchorOf(middle)).toEqual({ row: topRowOf(middle), px: middle.scrollTop });
  });

  it("hangs rows of any height from the bottom at the end, so that the last one is seen whole", () => {
    const wrapped = view({ isWrapped: true });
    expect(anchorOf(wrapped)).toEqual({ row: 0, px: 0 });
    const last = end(wrapped);
    expect(anchorOf(last)).toEqual({ row: 1000, px: last.scrollTop + 600 });
  });

  it("does not move for the reader in the middle while the log grows", () => {
    for (const isWrapped of [true, false]) {
      const before = anchorOf(view({ scrollTop: 4_800, isWrapped }));
      const after = anchorOf(view({ scrollTop: 4_800, isWrapped, count: 9_000 }));
      expect(after.row).toBeCloseTo(before.row, 6);
      expect(after.px).toBe(before.px);
    }
  });

  it("is left to the browser while the rows are broken and few", () => {
    expect(isFlow(view({ isWrapped: true, count: 200 }))).toBe(true);
    expect(isFlow(view({ isWrapped: true, count: 201 }))).toBe(false);
    expect(isFlow(view({ count: 20 }))).toBe(false);
  });

  it("is at the top when everything fits", () => {
    for (const isWrapped of [true, false]) expect(anchorOf(view({ count: 3, isWrapped }))).toEqual({ row: 0, px: 0 });
    expect(scrollTopOf(2, view({ count: 3 }))).toBe(0);
  });

  it("never goes back while the reader scrolls on", () => {
    const wrapped = view({ isWrapped: true, count: 60 });
    let last = -1;
    for (let scrollTop = 0; scrollTop <= 60 * ROW_PX - 600; scrollTop += 7) {
      const { row } = anchorOf({ ...wrapped, scrollTop });
      expect(row).toBeGreaterThan(last);
      last = row;
    }
  });
});
