import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { SavedState } from "../lib/simulator/create-sim.ts";
import { demoClusters, type Simulator, startSimulator } from "../lib/simulator/simulator.ts";

/**
 * The simulated proxbox-api, NetBox and Proxmox of the demo, as a process of its own. Prints one JSON line with its
 * addresses and secrets when it is ready; ends with 0 on SIGTERM and SIGINT. With `--state` a restart keeps everything.
 */
const USAGE =
  "simulator [--port N] [--netbox-port N] [--pve-port N] [--pace instant|human] [--pace-factor F] [--seed N] [--release 0.0.30.post2|0.0.19.post5] [--api-key KEY] [--configured] [--state FILE]";
const SAVE_EVERY_MS = 5_000;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "netbox-port": { type: "string", default: "0" },
    "pve-port": { type: "string", default: "0" },
    pace: { type: "string", default: "human" },
    "pace-factor": { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    release: { type: "string", default: "0.0.30.post2" },
    "api-key": { type: "string" },
    configured: { type: "boolean", default: false },
    state: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(`${USAGE}\n`);
else await run();

async function run(): Promise<void> {
  const firstPvePort = number("pve-port");
  const simulator = await startSimulator({
    port: number("port"),
    netboxPort: number("netbox-port"),
    pvePorts: demoClusters.map((_, index) => (firstPvePort === 0 ? 0 : firstPvePort + index)),
    pace: oneOf("pace", ["instant", "human"]),
    paceFactor: number("pace-factor"),
    seed: number("seed"),
    version: oneOf("release", ["0.0.30.post2", "0.0.19.post5"]),
    clusters: demoClusters,
    apiKey: values["api-key"] ?? null,
    configured: values.configured,
    evolves: true,
    rateLimitPerMinute: 300,
    saved: readState(values.state),
  });
  const timer = setInterval(() => saveState(simulator), SAVE_EVERY_MS);
  const stop = async () => {
    clearInterval(timer);
    saveState(simulator);
    await simulator.close();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  const { url, port, apiKey, netboxUrl, netboxPort, netboxToken, pve } = simulator;
  process.stdout.write(`${JSON.stringify({ url, port, apiKey, netboxUrl, netboxPort, netboxToken, pve })}\n`);
}

function number(name: "port" | "netbox-port" | "pve-port" | "pace-factor" | "seed"): number {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`--${name} must be a number of 0 or more, not ${JSON.stringify(values[name])}. ${USAGE}`);
}

function oneOf<const T extends string>(name: "pace" | "release", allowed: readonly T[]): T {
  const found = allowed.find((value) => value === values[name]);
  if (found) return found;
  throw new Error(`--${name} must be ${allowed.join(" or ")}, not ${JSON.stringify(values[name])}. ${USAGE}`);
}

function readState(file: string | undefined): SavedState | undefined {
  return file && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SavedState) : undefined;
}

function saveState(simulator: Simulator): void {
  if (!values.state) return;
  const part = `${values.state}.part`;
  writeFileSync(part, JSON.stringify(simulator.save()), { mode: 0o600 });
  renameSync(part, values.state);
}
