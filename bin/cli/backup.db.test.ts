import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { TEST_KEYS } from "#lib/testing/process";

const root = join(import.meta.dirname, "../..");
let folder: string;
let one: OpenDb;
let two: OpenDb;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "backup-"));
  [one, two] = await Promise.all([testDatabase(), testDatabase()]);
  await one.pool.query(
    "insert into users (username, role) select 'user-' || n, 'viewer' from generate_series(1, 3000) n",
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([one.close(), two.close()]);
});

/** The command line as a person calls it, on the console of this database. */
function cli(open: OpenDb, ...args: string[]): Promise<{ code: number; said: string }> {
  const env = {
    NODE_ENV: "production" as const,
    PATH: process.env.PATH,
    DATABASE_URL: open.url,
    CONSOLE_SECRET_KEYS: TEST_KEYS,
  };
  return new Promise((resolve) => {
    const script = [join(root, "bin/cli.ts"), ...args];
    execFile(process.execPath, script, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}`.trim() });
    });
  });
}

describe("the command line", () => {
  it("saves a console to a file only its owner can read, and restores it elsewhere, once", async () => {
    const file = join(folder, "console.backup");
    expect(await cli(one, "backup", file)).toEqual({
      code: 0,
      said: `Saved 0 endpoints, 0 schedules, 3000 users, 0 tokens, 0 jobs to ${file}. Keep the keys of CONSOLE_SECRET_KEYS apart from it.`,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await cli(one, "backup", file)).toEqual({ code: 64, said: `${file} exists already; name a new file.` });
    expect(await cli(two, "restore", file)).toMatchObject({ code: 0, said: expect.stringContaining("3000 users") });
    expect(await cli(two, "restore", file)).toMatchObject({ code: 1, said: expect.stringContaining("3000 users") });
    expect((await two.pool.query("select count(*)::int as n from users")).rows[0].n).toBe(3000);
  });

  it("refuses what is no backup, and leaves nothing half-written behind", async () => {
    const text = join(folder, "notes.txt");
    writeFileSync(text, "my notes\n");
    expect(await cli(two, "restore", text)).toMatchObject({ code: 64, said: expect.stringContaining("no backup") });
    expect(await cli(two, "restore", join(folder, "none"))).toMatchObject({
      code: 64,
      said: expect.stringContaining("ENOENT"),
    });
    const nowhere = join(folder, "missing", "console.backup");
    expect(await cli(one, "backup", nowhere)).toMatchObject({ code: 1, said: expect.stringContaining("ENOENT") });
    expect(existsSync(nowhere)).toBe(false);
    expect(readFileSync(text, "utf8")).toBe("my notes\n");
  });
});
