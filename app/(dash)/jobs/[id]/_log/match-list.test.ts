import { describe, expect, it } from "vitest";
import { MatchList } from "./match-list.ts";

describe("the numbers of matching lines", () => {
  it("are kept in order, each once, however many there are", () => {
    const list = new MatchList();
    list.push(Array.from({ length: 3_000 }, (_, index) => (index + 1) * 2));
    list.push([6_000, 6_002]);
    expect(list.count).toBe(3_001);
    expect([list.at(0), list.at(3_000), list.at(3_001), list.at(-1)]).toEqual([2, 6_002, undefined, undefined]);
    expect(list.slice(2_999, 9_999)).toEqual([6_000, 6_002]);
  });

  it("are found by number, or the next one above", () => {
    const list = new MatchList();
    list.push([3, 5, 9]);
    expect([1, 3, 4, 9, 10].map((number) => list.indexOf(number))).toEqual([0, 0, 1, 2, 3]);
  });
});
