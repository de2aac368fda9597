import { ensureBuilt } from "../bin/launcher/build.mjs";
import { joinTestServer } from "../bin/test-postgres.mjs";

/** Before the first journey: a build of these sources, and a database server. Returns what ends the latter. */
export default async function setUp(): Promise<() => Promise<void>> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  await ensureBuilt(`${import.meta.dirname}/..`, { say });
  const { leave } = await joinTestServer();
  return leave;
}
