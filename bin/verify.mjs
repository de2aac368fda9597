import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `npm run verify`: format, lint, types and unit tests, in seconds. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const steps = [
  ["@biomejs/biome/bin/biome", "check", "."],
  ["typescript/bin/tsc", "--noEmit"],
  ["vitest/vitest.mjs", "run", "--project", "unit"],
];
for (const [script, ...args] of steps) {
  const { status } = spawnSync(process.execPath, [join(root, "node_modules", script), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
