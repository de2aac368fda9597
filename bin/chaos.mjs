import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./launcher/install.mjs";

/** `npm run chaos [-- --seed N] [--runs N] [--scale S] [--verbose]`: faults at random, and what must hold all the same. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root, { withDev: true, say: (line) => console.log(line) });
const preload = new URL("./launcher/leave-with-parent.mjs", import.meta.url).href;
const run = spawn(
  join(root, "node_modules/.bin/node"),
  ["--import", preload, join(root, "chaos/main.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] },
);
run.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
