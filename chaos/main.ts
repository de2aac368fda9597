import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { leaseNumbers } from "#lib/jobs/lease-numbers";
import { TEST_KEYS } from "#lib/testing/process";
import { sleep } from "#lib/time";
import { buildBare, playBareRound } from "./bare.ts";
import { startFleet } from "./fleet.ts";
import { type Options, RUNS_PER_ROUND, readOptions } from "./options.ts";
import { planRound, type RoundPlan, WORKERS } from "./plan.ts";
import { brief, explain, type Say, Tally, tellRound, tellSlowest } from "./report.ts";
import { playRound, type RoundResult } from "./round.ts";
import { type ChaosServer, startChaosServer } from "./server.ts";
import { buildWorld, forgetRound } from "./world.ts";

/** What is put to the test: the console, or a bare queue in its place. */
export type Contestant = {
  play: (plan: RoundPlan) => Promise<RoundResult>;
  /** After a round: tells more about it, and makes the database as small as before. */
  tidy: (result: RoundResult) => Promise<void>;
  close: () => Promise<void>;
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say: Say = (line) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(1));
  say(`chaos: seed ${options.seed}, ${options.runs} runs, scale ${options.scale}`);
  const server = await startChaosServer(root);
  const contestant = await (options.bare ? startBare : startConsole)(server, options);
  const tally = new Tally();
  try {
    for (let done = 0; done < options.runs; done += RUNS_PER_ROUND) {
      if (tally.minutes() > options.minutes) {
        say(`The time is over: ${options.runs - done} of ${options.runs} runs are left out on this machine.`);
        break;
      }
      const count = Math.min(RUNS_PER_ROUND, options.runs - done);
      const plan = planRound(options.seed + done, count, options);
      const result = await contestant.play(plan);
      tellRound(plan.seed, count, result, options, say);
      await contestant.tidy(result);
      tally.add(count, result);
      if (done + count < options.runs) say(`  ${tally.progress(options.runs)}`);
    }
  } finally {
    await contestant.close();
    await server.close();
  }
  for (const line of tally.lines()) say(line);
  say(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
}

async function startConsole(server: ChaosServer, options: Options): Promise<Contestant> {
  const { scale, verbose } = options;
  const world = await buildWorld(server.url, Math.min(RUNS_PER_ROUND, options.runs), scale);
  const fleet = await startFleet({
    ...{ root, script: "chaos/worker.ts", url: server.url, scale, count: WORKERS },
    env: { CONSOLE_SECRET_KEYS: TEST_KEYS },
    onLine: (line) => verbose && say(`  ${brief(line)}`),
  });
  // The server has only just started, and after a start nobody takes over for one grace period.
  await sleep(leaseNumbers.ttlMs * scale);
  return {
    play: (plan) => playRound({ server, fleet, world, scale }, plan),
    async tidy(result) {
      if (verbose) await tellSlowest(world, say);
      if (verbose && result.violations.length > 0) await explain(world, result, say);
      if (result.violations.length === 0) await forgetRound(world);
    },
    async close() {
      await fleet.close();
      await world.close();
    },
  };
}

/** pg-boss alone, under the same faults. */
async function startBare(server: ChaosServer, { runs, scale, verbose }: Options): Promise<Contestant> {
  const bare = await buildBare(server, Math.min(RUNS_PER_ROUND, runs), scale);
  const fleet = await startFleet({
    ...{ root, script: "chaos/bare-worker.ts", url: server.url, scale, count: WORKERS },
    env: bare.env,
    onLine: (line) => verbose && say(`  ${brief(line)}`),
  });
  return {
    play: (plan) => playBareRound(bare, fleet, plan),
    tidy: async () => {},
    async close() {
      await fleet.close();
      await bare.close();
    },
  };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
