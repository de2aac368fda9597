import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, readJson } from "../files.mjs";
import { runScript } from "./run-child.mjs";
import { supervise } from "./supervise.mjs";

/** The simulated services keep their ports and their state with the demo's data, because endpoints remember them. */
export function demoSimulator({ root, dataDir, env }) {
  const portsFile = join(dataDir, "simulator-ports.json");
  return {
    process: undefined,
    async start() {
      const ports = readJson(portsFile) ?? (await choosePorts());
      writeFileSync(portsFile, JSON.stringify(ports));
      this.process = supervise({
        name: "simulator",
        cwd: root,
        env,
        args: [
          "bin/simulator.ts",
          ...["--port", String(ports.backend), "--netbox-port", String(ports.netbox), "--pve-port", String(ports.pve)],
          ...["--state", join(dataDir, "simulator.json")],
        ],
        isReady: (line) => line.startsWith("{"),
      });
      return JSON.parse(await this.process.start());
    },
  };
}

async function choosePorts() {
  return { backend: await freePort(18_800), netbox: await freePort(18_080), pve: await freePort(18_006) };
}

/** Creates the demo's user and endpoints when they are missing, and returns the sentence for its visitor. */
export async function seedDemo({ root, env, addresses, say }) {
  const args = ["bin/demo-seed.ts", JSON.stringify(addresses)];
  const { password } = await runScript("launcher", args, { cwd: root, env });
  say(`the simulated proxbox-api listens at ${addresses.url}, its NetBox at ${addresses.netboxUrl}`);
  if (password) return `Sign in as admin with the password ${password} (shown only now).`;
  return `Sign in as admin with the password of the first start; without it, remove ${env.DATA_DIR} and start again.`;
}
