import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { TEST_KEYS } from "#lib/testing/process";
import { startFleet } from "./fleet.ts";
import { planRound } from "./plan.ts";
import { type Arena, playRound, type RoundResult } from "./round.ts";
import { startChaosServer } from "./server.ts";
import { buildWorld, type World } from "./world.ts";

/** Runs that share a round, each on an endpoint of its own. */
const RUNS_PER_ROUND = 15;
const WORKERS = 3;

type Options = { seed: number; runs: number; scale: number; verbose: boolean };

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      runs: { type: "string", default: "24" },
      scale: { type: "string", default: "0.1" },
      verbose: { type: "boolean", default: false },
    },
  });
  const options = { ...values, seed: Number(values.seed), runs: Number(values.runs), scale: Number(values.scale) };
  if (!(options.seed >= 0 && options.runs >= 1 && options.scale > 0)) {
    throw new Error("Usage: npm run chaos -- [--seed N] [--runs N] [--scale S] [--verbose]");
  }
  return options;
}

async function main(): Promise<number> {
  const options = readOptions();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(1));
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(`chaos: seed ${options.seed}, ${options.runs} runs, scale ${options.scale}`);
  const server = await startChaosServer(root);
  const world = await buildWorld(server.url, Math.min(RUNS_PER_ROUND, options.runs), options.scale);
  const onLine = (line: string) => options.verbose && say(`  ${brief(line)}`);
  const fleet = await startFleet({
    root,
    url: server.url,
    scale: options.scale,
    count: WORKERS,
    keys: TEST_KEYS,
    onLine,
  });
  const total = { passed: 0, failed: 0, jobs: 0, faults: {} as Record<string, number> };
  try {
    for (let done = 0; done < options.runs; done += RUNS_PER_ROUND) {
      const count = Math.min(RUNS_PER_ROUND, options.runs - done);
      const plan = planRound(options.seed + done, count, options.scale);
      const result = await playRound({ server, fleet, world }, plan);
      report(plan.seed, count, result, options, say);
      if (options.verbose) await tellSlowest(world, say);
      total.jobs += result.jobs;
      for (const [kind, times] of Object.entries(result.faults)) total.faults[kind] = (total.faults[kind] ?? 0) + times;
      if (result.violations.length === 0) total.passed += count;
      else {
        total.failed += count;
        if (options.verbose) await explain({ server, fleet, world }, result, say);
      }
    }
  } finally {
    await fleet.close();
    await world.close();
    await server.close();
  }
  const faults = Object.entries(total.faults).map(([kind, times]) => `${times} ${kind}`);
  say(`${total.jobs} jobs, faults: ${faults.join(", ")}`);
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** A log line without what a person does not look for. */
function brief(line: string): string {
  try {
    const { level, time, process: name, msg, err, ...rest } = JSON.parse(line);
    delete rest.pid;
    return `${time} ${name} ${level} ${msg} ${JSON.stringify(rest)} ${err ? `${err.type}: ${err.message}` : ""}`;
  } catch {
    return line;
  }
}

function report(seed: number, count: number, result: RoundResult, options: Options, say: (line: string) => void): void {
  const faults = Object.entries(result.faults).map(([kind, times]) => `${times} ${kind}`);
  const verdict = result.violations.length === 0 ? "ok" : "FAILED";
  say(
    `seeds ${seed}–${seed + count - 1}: ${verdict}, ${result.jobs} jobs, ${faults.join(", ")}, ${Math.round(result.tookMs)} ms`,
  );
  for (const { invariant, detail } of result.violations.slice(0, 20)) say(`  ${invariant}: ${detail}`);
  if (result.violations.length > 0) {
    say(`  replay: npm run chaos -- --seed ${seed} --runs ${count} --scale ${options.scale} --verbose`);
  }
}

/** The jobs that took longest, and where their time went. */
async function tellSlowest(world: World, say: (line: string) => void): Promise<void> {
  const { rows } = await world.open.pool.query(
    `select id, status, outcome, attempt, losses, params ->> 'mode' as mode, params ->> 'on_conflict' as on_conflict,
       created_at, started_at, completed_at,
       (select json_agg(json_build_array(sync_type, started_at, completed_at, attempts) order by position) from job_stages where job_id = jobs.id) as stages
     from jobs where completed_at > now() - interval '1 minute' order by completed_at - created_at desc limit 3`,
  );
  for (const row of rows) say(`  slow: ${JSON.stringify(row)}`);
}

/** The frames of the jobs that a violation names, last ones first. */
async function explain({ world }: Arena, result: RoundResult, say: (line: string) => void): Promise<void> {
  const ids = [...new Set(result.violations.flatMap((violation) => violation.jobIds))].slice(0, 3);
  for (const id of ids) {
    const job = await world.open.pool.query("select to_jsonb(jobs) - 'fold_state' as row from jobs where id = $1", [
      id,
    ]);
    say(`  job ${id}: ${JSON.stringify(job.rows[0]?.row)}`);
    const frames = await world.open.pool.query(
      "select seq, at, attempt, stage, event, text from job_frames where job_id = $1 order by seq desc limit 25",
      [id],
    );
    for (const frame of frames.rows.reverse()) say(`    ${JSON.stringify(frame)}`);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
