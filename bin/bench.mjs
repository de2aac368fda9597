import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./launcher/build.mjs";
import { ensureInstalled } from "./launcher/install.mjs";

/** `npm run bench [-- --only NAME,… --quick --write --minutes N]`: measures speed and cost on a database of its own. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`${line}\n`);
await ensureInstalled(root, { withDev: true, say });
await ensureBuilt(root, { say });
const preload = new URL("./launcher/leave-with-parent.mjs", import.meta.url).href;
const run = spawn(
  join(root, "node_modules/.bin/node"),
  ["--expose-gc", "--import", preload, join(root, "bench/main.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"], env: { ...process.env, NODE_ENV: "production" } },
);
run.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
