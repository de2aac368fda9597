import { describe, expect, it } from "vitest";
import { fitOf, isNetboxSupported, needsPluginRow, needsSite, PAIRS } from "./compatibility.ts";

const fitting = (backend: string, plugin: string, customFieldsEnabled: boolean | null = null) =>
  fitOf({ backend, plugin, customFieldsEnabled });

describe("backend and plugin", () => {
  it.each([
    ["0.0.30.post2", "0.0.31", "fits"],
    ["0.0.30.post2", "0.0.31rc2", "fits"],
    ["0.0.31", "0.1.0", "fits"],
    ["0.0.30.post2", "0.0.29.post6", "fits-tied-clusters"],
    ["0.0.30", "0.0.30", "fits-tied-clusters"],
    ["0.0.29", "0.0.29.post6", "plugin-too-old"],
    ["0.0.29", "0.0.31", "fits"],
    ["0.0.28.post1", "0.0.29.post6", "fits"],
    ["0.0.19.post5", "0.0.26.post2", "fits"],
  ])("%s and %s: %s", (backend, plugin, expected) => expect(fitting(backend, plugin)).toBe(expected));

  it.each(PAIRS)("fit as the plugin's release notes pair them: $plugin and $backend", ({ plugin, backend }) => {
    expect(fitting(backend, plugin)).toBe("fits");
  });

  it("need custom fields only up to 0.0.20", () => {
    expect(fitting("0.0.20", "0.0.26", false)).toBe("custom-fields-off");
    expect([
      fitting("0.0.20", "0.0.26", true),
      fitting("0.0.20", "0.0.26"),
      fitting("0.0.22.post1", "0.0.26", false),
    ]).toEqual(["fits", "fits", "fits"]);
  });

  it("need the plugin's row from 0.0.29 on, and its site only with a plugin that cannot tie clusters", () => {
    expect(["0.0.28.post1", "0.0.29", "0.0.30.post2"].map(needsPluginRow)).toEqual([false, true, true]);
    expect([needsSite("0.0.30.post2", "0.0.29.post6"), needsSite("0.0.30.post2", "0.0.31")]).toEqual([true, false]);
    expect(needsSite("0.0.27.post4", "0.0.29.post6")).toBe(false);
  });

  it("live in the NetBox releases that the plugin is made for", () => {
    expect(["4.5.7", "4.5.8", "4.6.0", "4.7.9", "4.8.0"].map(isNetboxSupported)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
