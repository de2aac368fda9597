import { randomBytes, randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, readJson } from "../files.mjs";
import { runScript } from "./run-child.mjs";
import { supervise } from "./supervise.mjs";

/**
 * The simulated services as a supervised process; its `start` resolves with a JSON line of addresses. Ports, key and
 * state stay with the demo's data, because the endpoints of its database remember them.
 */
export async function demoSimulator({ root, dataDir, env }) {
  const file = join(dataDir, "simulator-settings.json");
  const known = readJson(file) ?? (await chooseSettings());
  writeFileSync(file, JSON.stringify(known), { mode: 0o600 });
  const ports = ["--port", known.backendPort, "--netbox-port", known.netboxPort, "--pve-port", known.pvePort];
  const state = ["--api-key", known.apiKey, "--state", join(dataDir, "simulator-state.json")];
  return supervise({
    name: "simulator",
    cwd: root,
    env,
    args: ["bin/simulator.ts", ...ports.map(String), ...state],
    isReady: (line) => line.startsWith("{"),
  });
}

/** Below the range of outgoing connections; two demos on one machine, now or later, do not choose the same. */
const somewhere = () => 20_000 + randomInt(12_000);

async function chooseSettings() {
  return {
    backendPort: await freePort(somewhere()),
    netboxPort: await freePort(somewhere()),
    pvePort: await freePort(somewhere()),
    apiKey: randomBytes(32).toString("base64url"),
  };
}

/** Creates the demo's user and endpoints when they are missing, and returns the sentence for its visitor. */
export async function seedDemo({ root, env, addresses, say }) {
  const args = ["bin/demo-seed.ts", JSON.stringify(addresses)];
  const { password } = await runScript("launcher", args, { cwd: root, env });
  say(`the simulated proxbox-api listens at ${addresses.url}, its NetBox at ${addresses.netboxUrl}`);
  if (password) return `Sign in as admin with the password ${password} (shown only now).`;
  return `Sign in as admin with the password of the first start; without it, remove ${env.DATA_DIR} and start again.`;
}
