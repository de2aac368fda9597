import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { initDatabase, placePostgres } from "./postgres.mjs";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "embedded-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it("the embedded database of another PostgreSQL release is left alone, with the remedy", () => {
  const place = {
    ...placePostgres({ root: join(import.meta.dirname, ".."), dataDir }),
    data: join(dataDir, "postgres"),
  };
  mkdirSync(place.data);
  writeFileSync(join(place.data, "PG_VERSION"), "9\n");
  expect(() => initDatabase(place)).toThrow(
    /was written by PostgreSQL 9, this release brings \d+\. Start the release that wrote it, .*new DATA_DIR/,
  );
  expect(readFileSync(join(place.data, "PG_VERSION"), "utf8")).toBe("9\n");
  expect(existsSync(`${place.data}.new`)).toBe(false);
});
