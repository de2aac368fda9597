import { describe, expect, it } from "vitest";
import { extendTo, parseHash, toHash } from "./line-range.ts";

describe("the chosen lines in the address", () => {
  it("are one line or several, in either order", () => {
    expect(parseHash("#L734211")).toEqual({ from: 734_211, to: 734_211 });
    expect(parseHash("#L20-L12")).toEqual({ from: 12, to: 20 });
    expect(["", "#main", "#L", "#L1-2", "#L1-L"].map(parseHash)).toEqual([null, null, null, null, null]);
  });

  it("come back from the address that they make", () => {
    for (const range of [
      { from: 4, to: 4 },
      { from: 4, to: 9 },
    ])
      expect(parseHash(toHash(range))).toEqual(range);
  });

  it("reach from the line that was chosen first, up or down", () => {
    expect(extendTo(null, null, 5)).toEqual({ from: 5, to: 5 });
    expect(extendTo({ from: 5, to: 9 }, 5, 2)).toEqual({ from: 2, to: 5 });
  });
});
