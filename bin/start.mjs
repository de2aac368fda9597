import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./launcher/build.mjs";
import { ensureInstalled } from "./launcher/install.mjs";
import { printLine } from "./launcher/output.mjs";
import { reExecute } from "./launcher/re-exec.mjs";
import { runConsole } from "./launcher/run-console.mjs";
import { onStopSignal } from "./launcher/stop-signal.mjs";

/** `npm start`, `npm run demo` and `npm run dev`: from a fresh clone, or whatever is there, to a running console. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mode = process.argv[2] ?? "start";
const say = (line) => printLine("launcher", line);
const stopping = onStopSignal(say);

async function main() {
  if (!["start", "demo", "dev"].includes(mode)) throw new Error(`Unknown mode "${mode}"; use start, demo or dev.`);
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Error(`Node.js ${process.versions.node} is too old to install anything; use 20 or newer.`);
  }
  await ensureInstalled(root, { withDev: mode === "dev", say });
  stopping.throwIfStopped();
  stopping.pause();
  await reExecute(root);
  stopping.resume();
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  await runConsole({ root, mode, say, stopping, prepareBuild: () => ensureBuilt(root, { say }) });
}

main().catch((error) => {
  // What fails because it was told to end is no failure.
  if (stopping.isRequested()) process.exit(0);
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
