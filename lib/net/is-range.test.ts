import { expect, it } from "vitest";
import { isRange } from "./is-range.ts";

it("takes addresses and ranges of both families, and nothing that no address could be in", () => {
  for (const text of ["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "fd00::1", "fd00::/8", "::/0", "10.0.0.1/32"])
    expect([text, isRange(text)]).toEqual([text, true]);
  for (const text of ["10.0.0.0/99", "10.0.0.0/", "10.0.0", "300.0.0.1", "fd00::/129", "1:2", "10.0.0.0/8/8", "a", ""])
    expect([text, isRange(text)]).toEqual([text, false]);
});
