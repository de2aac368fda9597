import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./launcher/install.mjs";

/** `npm run test:live [-- --only NAME …] [--release VERSION]`: the console against the real proxbox-api. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root, { withDev: true, say: (line) => console.log(line) });
const preload = new URL("./launcher/leave-with-parent.mjs", import.meta.url).href;
const run = spawn(
  join(root, "node_modules/.bin/node"),
  ["--import", preload, join(root, "live/run.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] },
);
run.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
