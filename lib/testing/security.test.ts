import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const document = readFileSync(join(root, "docs/security.md"), "utf8");
const items = [...document.matchAll(/^\| (V\d.+?) \| (.+?) \| (.+?) \|$/gm)].map((match) => ({
  item: match[1] ?? "",
  proof: match[3] ?? "",
}));
const automated = items.filter(({ proof }) => !proof.startsWith("*by hand*"));

it("nine of ten items of the security standard are covered by tests", () => {
  expect(items.length).toBeGreaterThan(35);
  expect(automated.length / items.length).toBeGreaterThanOrEqual(0.9);
});

it.each(automated)("$item is covered by tests that exist", ({ proof }) => {
  const tests = [...proof.matchAll(/`([^`]+)` (.+?)(?:<br>|$)/g)];
  expect(tests.length).toBeGreaterThan(0);
  for (const [, file = "", title = ""] of tests) {
    expect(existsSync(join(root, file)), `${file} is gone. Name the test that covers the item now.`).toBe(true);
    const source = readFileSync(join(root, file), "utf8").replaceAll('\\"', '"');
    expect(source.includes(title), `"${title}" is not in ${file} any more.`).toBe(true);
  }
});
