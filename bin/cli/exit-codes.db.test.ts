import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { getJob } from "#lib/jobs/get";
import { asAdmin } from "#lib/testing/actors";
import { pendingJob } from "#lib/testing/jobs";
import { setUpProcess, TEST_KEYS } from "#lib/testing/process";

const root = join(import.meta.dirname, "../..");
let open: OpenDb;
let url: string;
let folder: string;
let job: object;

/** A console elsewhere: the token says what becomes of its jobs. */
const elsewhere = createServer((request, response) => {
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  request.resume();
  const outcome = request.headers.authorization?.replace("Bearer ", "");
  if (outcome === "nobody") return answer(401, { detail: "Sign in." });
  if (outcome === "refused") return answer(400, { detail: "a: is wrong", errors: { a: ["is wrong"], b: ["is, too"] } });
  if (request.url === "/api/status") return answer(200, { workers: outcome === "none" ? [] : [{ state: "ready" }] });
  const isRunning = outcome === "running";
  answer(200, { ...job, status: isRunning ? "running" : "completed", outcome: isRunning ? null : outcome });
});

beforeAll(async () => {
  setUpProcess();
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  open = await testDatabase();
  job = await getJob(asAdmin(open.db), (await pendingJob(open.db)).id);
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
afterAll(async () => {
  elsewhere.close();
  rmSync(folder, { recursive: true, force: true });
  await open.close();
});

/** The command line as a program calls it. */
function cli(line: string): Promise<{ code: number; said: string }> {
  const env = {
    ...{ NODE_ENV: "production" as const, PATH: process.env.PATH },
    ...{ DATABASE_URL: open.url, CONSOLE_SECRET_KEYS: TEST_KEYS },
  };
  return new Promise((resolve) => {
    const script = [join(root, "bin/cli.ts"), ...line.split(" ")];
    const child = execFile(process.execPath, script, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` }),
    );
    child.stdin?.end();
  });
}

describe("the command line", () => {
  it("tells programs by its exit code what became of a sync, here and on a console elsewhere", async () => {
    const there = (token: string, options = "--wait") => `sync --url ${url} --token ${token} ${options}`;
    const expected: [line: string, code: number][] = [
      [there("ok"), 0],
      [there("running", "--json"), 0],
      [there("failed"), 1],
      [there("nobody"), 1],
      [there("warnings"), 2],
      [there("skipped"), 3],
      [there("none"), 4],
      ["sync --wait", 4],
      [there("cancelled"), 5],
      [there("running", "--wait --timeout 1"), 6],
      [there("refused"), 64],
      [`sync --url ${url}`, 64],
      ["sync --type nonsense", 64],
    ];
    const ended = await Promise.all(expected.map(async ([line]) => [line, (await cli(line)).code]));
    expect(ended).toEqual(expected);
  });

  it("writes the configuration to a file, and imports it when every field of it is right", async () => {
    const file = join(folder, "console.yaml");
    expect(await cli(`config export ${file}`)).toMatchObject({ code: 0 });
    const exported = readFileSync(file, "utf8");
    writeFileSync(file, exported.replace(/retention_days: \d+/, "retention_days: 55"));
    const bad = join(folder, "bad.yaml");
    writeFileSync(bad, exported.replace(/retention_days: \d+/, "retention_days: never\n  colour: red"));
    const [told, refused, missing] = await Promise.all([
      cli(`config import ${file} --dry-run`),
      cli(`config import ${bad}`),
      cli(`config import ${join(folder, "none.yaml")}`),
    ]);
    expect(told).toEqual({
      code: 0,
      said: "update settings\n  retention_days: 90 → 55\nDry run, nothing was changed: 0 created, 1 changed, 0 unchanged\n",
    });
    expect(refused).toMatchObject({
      code: 64,
      said: expect.stringMatching(/^settings\.retention_days: .*line \d+.*\nsettings\.colour: /s),
    });
    expect(missing).toMatchObject({ code: 64, said: expect.stringContaining("ENOENT") });
  });
});
