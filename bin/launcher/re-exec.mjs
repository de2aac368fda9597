import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../files.mjs";

/**
 * Runs this script again under the Node.js of `node_modules` when another one runs it: our TypeScript needs that
 * one. Returns false when it runs already; otherwise never returns, unless the new process ends.
 */
export async function reExecute(root) {
  const wanted = readJson(join(root, "node_modules/node/package.json"))?.version;
  const binary = join(root, "node_modules/node/bin/node");
  if (!wanted || process.version === `v${wanted}` || realpathSync(process.execPath) === realpathSync(binary)) {
    return false;
  }
  const args = process.argv.slice(1);
  // Detached, so that Ctrl-C reaches it through us alone; the channel tells it of our end, should we be killed.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(binary, args, { stdio, env: process.env, detached: true });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  process.exit(code);
}
