import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./launcher/install.mjs";

/** `npm run test:live`: the console against the real proxbox-api. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root, { withDev: true, say: (line) => console.log(line) });
const node = join(root, "node_modules/.bin/node");
const run = spawnSync(node, [join(root, "live/run.ts"), ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
process.exitCode = run.status ?? 1;
