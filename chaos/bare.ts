import { PgBoss } from "pg-boss";
import { type OpenDb, openDb } from "#db/client";
import { nowMs } from "#lib/simulator/recorder";
import { type Simulator, startSimulator } from "#lib/simulator/simulator";
import { type SyncType, stageOf, syncTypes } from "#lib/sync/stages";
import { sleep } from "#lib/time";
import { BARE_QUEUE, type BareJob } from "./bare-job.ts";
import { type Cancel, cancelSpans } from "./cancels.ts";
import type { Violation } from "./check.ts";
import { countFaults, inject } from "./faults.ts";
import type { Fleet } from "./fleet.ts";
import { findOverlaps } from "./overlaps.ts";
import type { RoundPlan, RunPlan } from "./plan.ts";
import type { RoundResult } from "./round.ts";
import type { ChaosServer } from "./server.ts";
import { lengthOf, type Span, unhindered } from "./spans.ts";

/** All must have ended so long after the last fault; the queue's own clocks cannot be scaled. */
const SETTLE_MS = 90_000;
const LOOK_EVERY_MS = 50;

/** The shortest heartbeat that the queue takes; a death is repeated like any failure, at once. */
const QUEUE = {
  policy: "singleton",
  heartbeatSeconds: 10,
  retryLimit: 3,
  retryDelay: 0,
  expireInSeconds: 7_200,
} as const;

export type Bare = {
  server: ChaosServer;
  boss: PgBoss;
  open: OpenDb;
  sim: Simulator;
  /** What its workers must be told. */
  env: Record<string, string>;
  close: () => Promise<void>;
};

/** The same backend, and pg-boss alone before it: one queue, one active job per endpoint by its `singletonKey`. */
export async function buildBare(server: ChaosServer, count: number, scale: number): Promise<Bare> {
  const clusters = Array.from({ length: count }, (_, index) => ({ name: `c${index}`, nodes: 1, guests: 2 }));
  const sim = await startSimulator({ clusters, pace: "human", paceFactor: scale * 2, configured: true });
  const open = openDb(server.url, { max: 20, applicationName: "chaos harness" });
  await open.pool.query(`create table bare_frames (id bigserial primary key, job uuid, path text);
    create table bare_starts (job uuid, pid int)`);
  const boss = new PgBoss({
    ...{ connectionString: server.url, application_name: "chaos harness" },
    ...{ supervise: false, schedule: false },
  });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue(BARE_QUEUE, QUEUE);
  const env = { BACKEND_URL: `http://127.0.0.1:${sim.port}`, BACKEND_KEY: sim.apiKey ?? "" };
  const close = async () => {
    await boss.stop({ graceful: false, close: true });
    await sim.close();
    await open.close();
  };
  return { server, boss, open, sim, env, close };
}

/** The console's round: what it enqueues and cancels, and every fault. Occurrences of schedules are left out. */
export async function playBareRound(bare: Bare, fleet: Fleet, plan: RoundPlan): Promise<RoundResult> {
  const beganAt = nowMs();
  const { sim, server } = bare;
  sim.control.forgetRequests();
  sim.control.clearFaults();
  fleet.pauses.length = 0;
  const recoveries: Promise<Span[]>[] = [];
  const hindrances: Span[] = [];
  const cancels: Cancel[] = [];
  const kill = async (worker: number) => {
    const jobs = await jobsInHand(bare, fleet.pidOf(worker));
    fleet.kill(worker);
    recoveries.push(spansUntilRepeated(bare, jobs, nowMs()));
  };
  const ground = { server, fleet, sim, kill, hindrances, graceMs: 0 };
  const playing = plan.runs.map((run, index) => playRun(bare, run, { endpoint: index + 1, cancels }));
  const injecting = plan.faults.map((fault) => inject(ground, fault));
  await Promise.all([...playing, ...injecting]);
  sim.control.clearFaults();
  const open = await settled(bare);
  const violations = await check(bare, fleet, open);
  const recoveriesMs = unhindered((await Promise.all(recoveries)).flat(), hindrances).map(lengthOf);
  const cancelsMs = unhindered(cancelSpans(sim.requests(), cancels), hindrances).map(lengthOf);
  const counts = await rows(
    bare,
    "select (select count(*)::int from pgboss.job where name = $1) as jobs, (select count(*)::int from bare_frames) as frames",
    [BARE_QUEUE],
  );
  await bare.boss.deleteAllJobs(BARE_QUEUE);
  await bare.open.pool.query("truncate bare_frames, bare_starts");
  const { jobs = 0, frames = 0 } = counts[0] ?? {};
  return {
    violations,
    faults: countFaults(plan.faults),
    recoveriesMs,
    crossedRecoveriesMs: [],
    lateTakeovers: [],
    cancelsMs,
    jobs,
    frames,
    tookMs: nowMs() - beganAt,
  };
}

type RunInput = { endpoint: number; cancels: Cancel[] };

async function playRun({ boss }: Bare, run: RunPlan, { endpoint, cancels }: RunInput): Promise<void> {
  const started: string[] = [];
  const enqueue = async (body: Record<string, unknown>) => {
    const types = body.mode ? syncTypes.filter((type) => type !== "sdn") : (body.sync_types as SyncType[]);
    const paths = types.map((type) => `/${stageOf(type)?.streamPath}`);
    const data: BareJob = { endpoint, paths };
    const id = await patiently(() => boss.send(BARE_QUEUE, data, { singletonKey: String(endpoint) }));
    if (id) started.push(id);
  };
  await Promise.all([
    ...run.enqueues.map(async ({ atMs, body, copies }) => {
      await sleep(atMs);
      await Promise.all(Array.from({ length: copies }, () => enqueue(body)));
    }),
    ...run.cancels.map(async ({ atMs }) => {
      await sleep(atMs);
      const cancel = { remoteId: String(endpoint), atMs: nowMs() };
      const results = await Promise.allSettled(started.map((id) => boss.cancel(BARE_QUEUE, id)));
      if (results.some(({ status }) => status === "fulfilled")) cancels.push(cancel);
    }),
  ]);
}

async function check(bare: Bare, fleet: Fleet, unfinished: number): Promise<Violation[]> {
  const { sim } = bare;
  const violation = (invariant: string, detail: string): Violation => ({ invariant, detail, jobIds: [] });
  const failed = await rows(bare, "select id, output from pgboss.job where name = $1 and state = 'failed'", [
    BARE_QUEUE,
  ]);
  const stored = await rows(
    bare,
    `select job.id, path, count(*)::int as stored from bare_frames join pgboss.job on job.id = bare_frames.job
     where job.name = $1 and state = 'completed' group by 1, 2`,
    [BARE_QUEUE],
  );
  const streams = sim.requests().filter((request) => request.path.endsWith("/stream") && !request.aborted);
  const isWhole = (row: Record<string, unknown>) =>
    streams.some((stream) => stream.path === row.path && stream.frames === row.stored);
  return [
    ...findOverlaps(sim.requests(), fleet.pauses, nowMs()).map((detail) => violation("one owner at a time", detail)),
    ...Array.from({ length: unfinished }, () => violation("every job ends", "a job has not")),
    ...failed.map((row) => violation("no job fails by a fault of its worker or database", JSON.stringify(row))),
    ...stored
      .filter((row) => !isWhole(row))
      .map((row) => violation("no frame is lost or doubled", JSON.stringify(row))),
  ];
}

/** How many jobs have not ended after all patience. */
async function settled(bare: Bare): Promise<number> {
  const endsAt = nowMs() + SETTLE_MS;
  for (;;) {
    const [row] = await rows(
      bare,
      "select count(*)::int as open from pgboss.job where name = $1 and state <= 'active'",
      [BARE_QUEUE],
    );
    if (!row?.open || nowMs() > endsAt) return row?.open ?? 0;
    await sleep(LOOK_EVERY_MS);
  }
}

type InHand = { id: string; retries: number };

async function jobsInHand(bare: Bare, pid: number | undefined): Promise<InHand[]> {
  const query = `select distinct id, retry_count as retries from pgboss.job join bare_starts on bare_starts.job = id where state = 'active' and pid = $1
    and pid = (select pid from bare_starts as newest where newest.job = id order by ctid desc limit 1)`;
  const { rows: found } = await bare.open.pool.query(query, [pid]).catch(() => ({ rows: [] }));
  return found;
}

async function spansUntilRepeated(bare: Bare, jobs: readonly InHand[], sinceMs: number): Promise<Span[]> {
  const spans = await Promise.all(
    jobs.map(async ({ id, retries }) => {
      while (nowMs() - sinceMs < SETTLE_MS) {
        const [row] = await rows(bare, "select retry_count as retries, state from pgboss.job where id = $1", [id]);
        if (!row || ["completed", "cancelled", "failed"].includes(row.state)) return null;
        if (row.retries > retries && row.state === "active") return { from: sinceMs, to: nowMs() };
        await sleep(LOOK_EVERY_MS);
      }
      return { from: sinceMs, to: sinceMs + SETTLE_MS };
    }),
  );
  return spans.filter((span) => span !== null);
}

// biome-ignore lint/suspicious/noExplicitAny: rows of the queue's own tables
const rows = async (bare: Pick<Bare, "open">, query: string, values: unknown[]): Promise<any[]> =>
  patiently(async () => (await bare.open.pool.query(query, values)).rows);

/** Repeats what a database that is away refused. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await sleep(LOOK_EVERY_MS);
    }
  }
}
