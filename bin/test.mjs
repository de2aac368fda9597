import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `npm test`: everything a contributor needs to trust a change. Ends with one line of real counts. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, "node_modules/.bin/node");
const report = join(root, ".cache/vitest.json");

if (!existsSync(node)) run("npm", ["ci", "--no-audit", "--no-fund"]);
const counts = { passed: 0, failed: 0 };
check("types", "typescript/bin/tsc", ["--noEmit"]);
check("format and lint", "@biomejs/biome/bin/biome", ["check", "."]);
vitest();
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status === 0;
}

function check(name, script, args) {
  const ok = run(node, [join(root, "node_modules", script), ...args]);
  counts[ok ? "passed" : "failed"] += 1;
  console.log(`${ok ? "ok" : "FAILED"}: ${name}`);
}

function vitest() {
  mkdirSync(dirname(report), { recursive: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = run(node, [join(root, "node_modules/vitest/vitest.mjs"), "run", ...reporters]);
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { numPassedTests: 0, numFailedTests: 0 };
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests;
  // A suite that could not be loaded counts no test and still is a failure.
  if (!ok && result.numFailedTests === 0) counts.failed += 1;
}
