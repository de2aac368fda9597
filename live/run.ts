import { parseArgs } from "node:util";
import { ensureBuilt } from "../bin/launcher/build.mjs";
import { joinTestServer } from "../bin/test-postgres.mjs";
import { scenarios } from "./scenarios.ts";
import { openWorld } from "./world.ts";

/** The newest release, and the one that the newest published plugin is paired with. */
const RELEASES = ["0.0.30.post2", "0.0.27.post4"];

const { values } = parseArgs({ options: { only: { type: "string" }, release: { type: "string" } } });
const say = (line: string) => process.stdout.write(`${line}\n`);
const counts = { passed: 0, failed: 0 };

await ensureBuilt(`${import.meta.dirname}/..`, { say });
const server = await joinTestServer();
try {
  for (const release of RELEASES.filter((name) => !values.release || name === values.release))
    await runRelease(release);
} finally {
  await server.leave();
}
say(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

async function runRelease(release: string): Promise<void> {
  let world: Awaited<ReturnType<typeof openWorld>>;
  try {
    world = await openWorld(release, say);
  } catch (error) {
    counts.failed += 1;
    say(`FAILED ${release}: ${error instanceof Error ? error.stack : String(error)}`);
    return;
  }
  for (const scenario of scenarios.filter(({ name }) => !values.only || name.includes(values.only))) {
    const startedMs = performance.now();
    const took = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
    try {
      await scenario.run(world);
      counts.passed += 1;
      say(`ok ${release}: ${scenario.name} (${took()})`);
    } catch (error) {
      counts.failed += 1;
      say(`FAILED ${release}: ${scenario.name} (${took()})\n${error instanceof Error ? error.message : String(error)}`);
      say(world.product.output().split("\n").slice(-15).join("\n"));
    }
  }
  await world.close();
}
