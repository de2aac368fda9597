import { expect, it } from "vitest";
import { changesOf } from "./changes-of.ts";

it("names what differs, and nothing that stayed", () => {
  expect(changesOf({ port: 1, name: "a", tags: [1] }, { port: 2, name: "a", tags: [1, 2] })).toEqual([
    ["port", "1", "2"],
    ["tags", "[1]", "[1,2]"],
  ]);
});

it("shows every field of what was created, and survives what is no object", () => {
  expect(changesOf(null, { name: "a" })).toEqual([["name", "nothing", "a"]]);
  expect(changesOf("x", [1])).toEqual([]);
});
