import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../bin/launcher/build.mjs";
import { joinTestServer } from "../bin/test-postgres.mjs";
import { clientScenarios, openClientsRig } from "./clients.ts";
import { installRelease } from "./python.ts";
import { scenarios } from "./scenarios.ts";
import { backendScenarios } from "./scenarios-backend.ts";
import { doctorBeforeRow, doctorScenarios } from "./scenarios-doctor.ts";
import { doctorFaults } from "./scenarios-doctor-faults.ts";
import { previewScenarios } from "./scenarios-preview.ts";
import { readScenarios } from "./scenarios-reads.ts";
import { directScenarios, openDirectRig } from "./streams.ts";
import { openWorld } from "./world.ts";

/** The newest release, and the one that the newest published plugin is paired with. */
const RELEASES = ["0.0.30.post2", "0.0.27.post4"];
const FOLDER = join(import.meta.dirname, "../.cache/live");

type Scenario<Rig> = { name: string; run: (rig: Rig) => Promise<void> };
type Suite<Rig> = { release: string; scenarios: Scenario<Rig>[]; output: (rig: Rig) => string };

const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, release: { type: "string" } } });
const say = (line: string) => process.stdout.write(`${line}\n`);
const counts = { passed: 0, failed: 0 };
const startedMs = performance.now();

await ensureBuilt(`${import.meta.dirname}/..`, { say });
const server = await joinTestServer();
try {
  await runClients();
  for (const release of RELEASES.filter((name) => !values.release || name === values.release))
    await runRelease(release);
} finally {
  await server.leave();
}
say(`ran for ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
say(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

/** The backend alone, then behind the console. A start takes half a minute: both start at once. */
async function runRelease(release: string): Promise<void> {
  say(`${release}: installing proxbox-api …`);
  const python = installRelease(FOLDER, release);
  const folder = (name: string) => join(FOLDER, `${name}-${release}-${process.pid}`);
  const direct = { release, scenarios: chosen(directScenarios), output: () => "" };
  const product = {
    release,
    scenarios: chosen(inOrder()),
    output: (world: { product: { output: () => string } }) => world.product.output(),
  };
  say(`${release}: starting proxbox-api …`);
  const rig = direct.scenarios.length > 0 ? openDirectRig(python, folder("direct")) : undefined;
  const world = product.scenarios.length > 0 ? openWorld({ release, python, folder: folder("state") }) : undefined;
  // Whoever waits for one of them must not leave the failure of the other unheard.
  await Promise.allSettled([rig, world]);
  if (rig) await runSuite(direct, rig);
  if (world) await runSuite(product, world);
}

/** Programs that others wrote, against the console alone. */
async function runClients(): Promise<void> {
  const release = "clients";
  if (values.release && values.release !== release) return;
  const suite = { release, scenarios: chosen(clientScenarios), output: () => "" };
  if (suite.scenarios.length === 0) return;
  say("clients: installing pynetbox and schemathesis …");
  await runSuite(suite, openClientsRig(join(FOLDER, "clients")));
}

/** The reads come after the syncs that fill the inventory, and before the scenarios that break things. */
function inOrder(): typeof scenarios {
  const [contact, sync, ...others] = scenarios;
  if (!contact || !sync) throw new Error("the first two scenarios are gone");
  const seen = [...readScenarios, ...backendScenarios, ...previewScenarios];
  return [contact, doctorBeforeRow, sync, ...doctorScenarios, ...doctorFaults, ...seen, ...others];
}

function chosen<T extends { name: string }>(all: T[]): T[] {
  return all.filter(({ name }) => !values.only || values.only.some((part) => name.includes(part)));
}

async function runSuite<Rig extends { close: () => Promise<void> }>(suite: Suite<Rig>, opening: Promise<Rig>) {
  let rig: Rig;
  try {
    rig = await opening;
  } catch (error) {
    counts.failed += 1;
    say(`FAILED ${suite.release}: ${error instanceof Error ? error.stack : String(error)}`);
    return;
  }
  for (const scenario of suite.scenarios) await runScenario(suite, scenario, rig);
  await rig.close();
}

async function runScenario<Rig>(suite: Suite<Rig>, scenario: Scenario<Rig>, rig: Rig): Promise<void> {
  const beginMs = performance.now();
  const took = () => `${((performance.now() - beginMs) / 1000).toFixed(1)} s`;
  try {
    await scenario.run(rig);
    counts.passed += 1;
    say(`ok ${suite.release}: ${scenario.name} (${took()})`);
  } catch (error) {
    counts.failed += 1;
    const reason = error instanceof Error ? error.message : String(error);
    say(`FAILED ${suite.release}: ${scenario.name} (${took()})\n${reason}`);
    say(suite.output(rig).split("\n").slice(-15).join("\n"));
  }
}
