import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJson } from "./files.mjs";
import { ensureInstalled } from "./launcher/install.mjs";

/** `npm test`: everything a contributor needs to trust a change. Ends with one line of real counts. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, ".cache");
const counts = { passed: 0, failed: 0 };

await ensureInstalled(root, { withDev: true, say: (line) => console.log(line) });
mkdirSync(cache, { recursive: true });
check("types", ["typescript/bin/tsc", "--noEmit"]);
check("format and lint", ["@biomejs/biome/bin/biome", "check", "."]);
vitest();
if (existsSync(join(root, "e2e")) && readdirSync(join(root, "e2e")).some((name) => name.endsWith(".spec.ts")))
  browser();
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/** Runs a script of `node_modules` under its Node.js; true when it ended with 0. */
function run([script, ...args]) {
  const node = join(root, "node_modules/.bin/node");
  return spawnSync(node, [join(root, "node_modules", script), ...args], { cwd: root, stdio: "inherit" }).status === 0;
}

function check(name, command) {
  const isOk = run(command);
  counts[isOk ? "passed" : "failed"] += 1;
  console.log(`${isOk ? "ok" : "FAILED"}: ${name}`);
}

function vitest() {
  const report = join(cache, "vitest.json");
  rmSync(report, { force: true });
  const isOk = run([
    "vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const result = readJson(report);
  count({ passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 0, isOk });
}

/** The browser's set-up builds what is stale. */
function browser() {
  const report = join(cache, "playwright.json");
  rmSync(report, { force: true });
  const isOk = run(["@playwright/test/cli.js", "test"]);
  const { expected = 0, unexpected = 0, flaky = 0 } = readJson(report)?.stats ?? {};
  count({ passed: expected, failed: unexpected + flaky, isOk });
}

/** A run that could not start, or a suite that could not be loaded, counts no test and still is a failure. */
function count({ passed, failed, isOk }) {
  counts.passed += passed;
  counts.failed += failed === 0 && !isOk ? 1 : failed;
}
