import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const document = readFileSync(join(root, "docs/parity.md"), "utf8");
const COUNTS = { S1: 71, S2: 25, S3: 53 };

const unescaped = (text: string): string => text.replaceAll("\\|", "|");
const rows = [...document.matchAll(/^\| (S\d\.\d+)\s*\| (.+?)\s*\| (.+?)\s*\|$/gm)].map((match) => ({
  id: match[1] ?? "",
  proofs: [...unescaped(match[3] ?? "").matchAll(/`([^`]+)` (.+?)(?:<br>|$)/g)].map((proof) => ({
    file: proof[1] ?? "",
    title: proof[2] ?? "",
  })),
}));
const open = [...document.matchAll(/^- (S\d\.\d+) /gm)].map((match) => match[1] ?? "");

describe("what the predecessor does", () => {
  it("is listed row by row, each once", () => {
    const expected = Object.entries(COUNTS).flatMap(([seed, count]) =>
      Array.from({ length: count }, (_, index) => `${seed}.${index + 1}`),
    );
    expect([...rows.map((row) => row.id), ...open].sort()).toEqual(expected.sort());
  });

  it.each(rows)("$id is proven by tests that exist", ({ id, proofs }) => {
    expect(proofs.length, `${id} names no test`).toBeGreaterThan(0);
    for (const { file, title } of proofs) {
      expect(existsSync(join(root, file)), `${id}: ${file} is gone. Name the test that proves the row now.`).toBe(true);
      const source = readFileSync(join(root, file), "utf8").replaceAll('\\"', '"');
      expect(source.includes(title), `${id}: "${title}" is not in ${file} any more.`).toBe(true);
    }
  });
});
