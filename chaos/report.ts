import { percentile } from "../bench/numbers.ts";
import type { Options } from "./options.ts";
import type { RoundResult } from "./round.ts";
import type { World } from "./world.ts";

export type Say = (line: string) => void;

/** What all rounds so far have shown. */
export class Tally {
  passed = 0;
  failed = 0;
  #jobs = 0;
  #frames = 0;
  #faults = new Map<string, number>();
  #broken = new Map<string, number>();
  #recoveriesMs: number[] = [];
  #crossedRecoveriesMs: number[] = [];
  #cancelsMs: number[] = [];
  #beganMs = performance.now();

  add(runs: number, result: RoundResult): void {
    if (result.violations.length === 0) this.passed += runs;
    else this.failed += runs;
    this.#jobs += result.jobs;
    this.#frames += result.frames;
    this.#recoveriesMs.push(...result.recoveriesMs);
    this.#crossedRecoveriesMs.push(...result.crossedRecoveriesMs);
    this.#cancelsMs.push(...result.cancelsMs);
    for (const [kind, times] of Object.entries(result.faults)) more(this.#faults, kind, times);
    for (const { invariant } of result.violations) more(this.#broken, invariant, 1);
  }

  minutes(): number {
    return (performance.now() - this.#beganMs) / 60_000;
  }

  /** `90/300 runs, 2 min left`. */
  progress(runs: number): string {
    const done = this.passed + this.failed;
    const leftMs = ((performance.now() - this.#beganMs) / done) * (runs - done);
    return `${done}/${runs} runs, ${leftMs > 90_000 ? `${Math.round(leftMs / 60_000)} min` : `${Math.round(leftMs / 1_000)} s`} left`;
  }

  lines(): string[] {
    const list = (counts: Map<string, number>) =>
      [...counts]
        .sort((a, b) => b[1] - a[1])
        .map(([name, times]) => `${times} ${name}`)
        .join(", ") || "none";
    return [
      `${this.#jobs} jobs, ${this.#frames} frames, ${Math.round((performance.now() - this.#beganMs) / 1000)} s`,
      `faults: ${list(this.#faults)}`,
      `broken: ${list(this.#broken)}`,
      `jobs of killed workers ran again: ${spread(this.#recoveriesMs)}`,
      `… where another worker was killed meanwhile, counted from then: ${spread(this.#crossedRecoveriesMs)}`,
      `streams of cancelled jobs were closed: ${spread(this.#cancelsMs)}`,
    ];
  }
}

/** `12 times, after p50 900 ms, p99 1200 ms, longest 1300 ms`. */
function spread(timesMs: readonly number[]): string {
  if (timesMs.length === 0) return "never where nothing else was broken";
  const at = (share: number) => Math.round(percentile(timesMs, share));
  return `${timesMs.length} times, after p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

function more(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** A log line without what a person does not look for. */
export function brief(line: string): string {
  try {
    const { level, time, process: name, msg, err, ...rest } = JSON.parse(line);
    delete rest.pid;
    return `${time} ${name} ${level} ${msg} ${JSON.stringify(rest)} ${err ? `${err.type}: ${err.message}` : ""}`;
  } catch {
    return line;
  }
}

/** One line for a round, the violations, and how to play it again. */
export function tellRound(seed: number, runs: number, result: RoundResult, options: Options, say: Say): void {
  const faults = Object.entries(result.faults).map(([kind, times]) => `${times} ${kind}`);
  const verdict = result.violations.length === 0 ? "ok" : "FAILED";
  const took = `${(result.tookMs / 1000).toFixed(1)} s`;
  say(`seeds ${seed}–${seed + runs - 1}: ${verdict}, ${result.jobs} jobs, ${faults.join(", ")}, ${took}`);
  for (const { invariant, detail } of result.violations.slice(0, 20)) say(`  ${invariant}: ${detail}`);
  for (const { jobId, from, to } of options.verbose ? result.lateTakeovers : []) {
    say(`  late: job ${jobId} ran again ${Math.round(to - from)} ms after ${new Date(from).toISOString()}`);
  }
  if (result.violations.length > 0) {
    const kinds = options.faults ? ` --faults ${options.faults}` : "";
    const bare = options.bare ? " --bare" : "";
    say(`  replay: npm run chaos -- --seed ${seed} --runs ${runs} --scale ${options.scale}${kinds}${bare} --verbose`);
  }
}

/** The jobs that took longest, and where their time went. */
export async function tellSlowest(world: World, say: Say): Promise<void> {
  const { rows } = await world.open.pool.query(
    `select id, status, outcome, attempt, losses, params ->> 'mode' as mode, params ->> 'on_conflict' as on_conflict,
       created_at, started_at, completed_at,
       (select json_agg(json_build_array(sync_type, started_at, completed_at, attempts) order by position) from job_stages where job_id = jobs.id) as stages
     from jobs where completed_at > now() - interval '1 minute' order by completed_at - created_at desc limit 3`,
  );
  for (const row of rows) say(`  slow: ${JSON.stringify(row)}`);
}

/** The frames of the jobs that a violation names, last ones first. */
export async function explain(world: World, result: RoundResult, say: Say): Promise<void> {
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
