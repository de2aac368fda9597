import { describe, expect, it } from "vitest";
import { fixedEntries, jobNumber, matchingEntries } from "./palette-entries.ts";

const labels = (text: string, sync: boolean) => matchingEntries(fixedEntries({ sync }), text).map(({ label }) => label);

describe("the palette", () => {
  it("offers pages to everybody and actions to those who may sync", () => {
    expect(labels("sync full", true)).toEqual(["Run full sync"]);
    expect(labels("sync full", false)).toEqual([]);
    expect(labels("virtual mach", false)).toEqual(["Virtual machines"]);
  });

  it("takes a number alone for a job", () => {
    expect(["128", " #128 ", "128a", "", "vm 1"].map(jobNumber)).toEqual([128, 128, null, null, null]);
  });
});
