import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const names = (file: string, pattern: RegExp) =>
  [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map((match) => match[1]).sort();

it("the example of an environment names every variable that is read, and no other", () => {
  expect(names(".env.example", /^#?([A-Z][A-Z_]+)=/gm)).toEqual(names("lib/env.ts", /^ {2}([A-Z][A-Z_]+):/gm));
});
