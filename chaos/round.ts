import { cancelJob } from "#lib/jobs/cancel";
import { enqueueJob } from "#lib/jobs/enqueue";
import { leaseNumbers } from "#lib/jobs/lease-numbers";
import { withPatience } from "#lib/jobs/patience";
import { nowMs } from "#lib/simulator/recorder";
import { asAdmin } from "#lib/testing/actors";
import { sleep } from "#lib/time";
import { type Cancel, cancelSpans } from "./cancels.ts";
import { checkRound, type Violation } from "./check.ts";
import { countFaults, inject } from "./faults.ts";
import type { Fleet } from "./fleet.ts";
import type { RoundPlan, RunPlan } from "./plan.ts";
import { crossedAtMs, jobsInHand, type Takeover, untilBusy, watchTakeovers } from "./recovery.ts";
import type { ChaosServer } from "./server.ts";
import { lengthOf, type Span, unhindered } from "./spans.ts";
import { openViewer, type Viewer } from "./viewer.ts";
import type { Endpoint, World } from "./world.ts";

export type Arena = { server: ChaosServer; fleet: Fleet; world: World; scale: number };
export type RoundResult = {
  violations: Violation[];
  faults: Record<string, number>;
  jobs: number;
  frames: number;
  /** How long each job of a killed worker waited for its next attempt, while nothing else was broken. */
  recoveriesMs: number[];
  /** The same for jobs during whose wait another worker was killed, counted from the last such kill. */
  crossedRecoveriesMs: number[];
  /** Of the former, those that took more than {@link PROMISED_MS}. */
  lateTakeovers: Takeover[];
  /** How long the backend's stream of each cancelled job stayed open, while nothing else was broken. */
  cancelsMs: number[];
  tookMs: number;
};

/** A job of a killed worker runs again within this time. */
const PROMISED_MS = 3_000;
/** Somebody must make progress within this time after the last fault, at any scale … */
const STANDSTILL_MS = 45_000;
/** … and all jobs must have ended within this one: a machine that is busy with something else is only slow. */
const SETTLE_MS = 180_000;

/** Plays a round: everything at its time, then waits for every job to end, then checks what must hold. */
export async function playRound(arena: Arena, plan: RoundPlan): Promise<RoundResult> {
  const beganAt = nowMs();
  const { world, fleet } = arena;
  world.sim.control.forgetRequests();
  world.sim.control.clearFaults();
  fleet.pauses.length = 0;
  fleet.vacancies.length = 0;
  for (const [worker, offsetMs] of plan.clocks.entries()) fleet.setClock(worker, offsetMs);
  const recoveries: Promise<Takeover[]>[] = [];
  const killsMs: number[] = [];
  const hindrances: Span[] = [];
  const cancels: Cancel[] = [];
  const kill = async (worker: number) => {
    const jobs = await untilBusy(() => jobsInHand(world, fleet.nameOf(worker)));
    fleet.kill(worker);
    const killedMs = nowMs();
    killsMs.push(killedMs);
    recoveries.push(watchTakeovers(world, jobs, killedMs));
  };
  const ground = {
    server: arena.server,
    fleet,
    sim: world.sim,
    kill,
    hindrances,
    graceMs: leaseNumbers.ttlMs * arena.scale,
  };
  const firstJob = await firstFreeJob(world);
  const abort = new AbortController();
  const viewers = new Map<number, Viewer>();
  const playing = plan.runs.map((run, index) =>
    playRun({ arena, run, endpoint: endpointOf(world, index), viewers, abort, cancels }),
  );
  await Promise.all([...playing, ...plan.faults.map((fault) => inject(ground, fault))]);
  world.sim.control.clearFaults();
  const unfinished = await settled(world, firstJob);
  abort.abort();
  await Promise.all([...viewers.values()].map((viewer) => viewer.done));
  const violations = await checkRound(arena, { plan, firstJob, unfinished, viewers: [...viewers.values()] });
  const cancelsMs = unhindered(cancelSpans(world.sim.requests(), cancels), hindrances).map(lengthOf);
  const takeovers = (await Promise.all(recoveries)).flat();
  return {
    violations,
    faults: countFaults(plan.faults),
    ...judgeTakeovers(unhindered(takeovers, [...hindrances, ...fleet.vacancies]), killsMs),
    cancelsMs,
    ...(await countWork(world, firstJob)),
    tookMs: nowMs() - beganAt,
  };
}

function judgeTakeovers(takeovers: readonly Takeover[], killsMs: readonly number[]) {
  const judged = takeovers.map((span) => ({ ...span, crossedAtMs: crossedAtMs(span, killsMs) }));
  const alone = judged.filter((span) => span.crossedAtMs === null);
  const crossed = judged.flatMap(({ to, crossedAtMs: from }) => (from === null ? [] : [{ from, to }]));
  return {
    recoveriesMs: alone.map(lengthOf),
    crossedRecoveriesMs: crossed.map(lengthOf),
    lateTakeovers: alone.filter((span) => lengthOf(span) > PROMISED_MS),
  };
}

function endpointOf(world: World, index: number): Endpoint {
  const endpoint = world.endpoints[index];
  if (!endpoint) throw new Error("there are more runs in a round than endpoints");
  return endpoint;
}

type RunInput = {
  arena: Arena;
  run: RunPlan;
  endpoint: Endpoint;
  viewers: Map<number, Viewer>;
  abort: AbortController;
  cancels: Cancel[];
};

async function playRun({ arena, run, endpoint, viewers, abort, cancels }: RunInput): Promise<void> {
  const { world } = arena;
  const ctx = asAdmin(world.open.db);
  const started: number[] = [];
  const enqueue = async (body: Record<string, unknown>) => {
    const named = { ...body, name: `run ${run.seed}`, proxmox_endpoint_ids: [endpoint.id] };
    const job = await withPatience(() => enqueueJob(ctx, named));
    started.push(job.id);
    viewers.set(job.id, openViewer(world, job.id, abort.signal));
  };
  const cancel = async (storm: number) => {
    const remoteId = await remoteIdOf(world, endpoint.id);
    const atMs = nowMs();
    const attempts = started.flatMap((id) => Array.from({ length: storm }, () => cancelJob(ctx, id)));
    const results = await Promise.allSettled(attempts);
    if (remoteId && results.some(({ status }) => status === "fulfilled")) cancels.push({ remoteId, atMs });
  };
  await Promise.all([
    ...run.enqueues.map(async ({ atMs, body, copies }) => {
      await sleep(atMs);
      await Promise.all(Array.from({ length: copies }, () => enqueue(body)));
    }),
    ...run.cancels.map(async ({ atMs, storm }) => {
      await sleep(atMs);
      await cancel(storm);
    }),
    ...run.occurrences.map(async (atMs) => {
      await sleep(atMs);
      await withPatience(() => comeDue(world, endpoint.scheduleId));
    }),
  ]);
}

/** The id under which the backend knows an endpoint; null before its first push, and when the database is away. */
async function remoteIdOf(world: World, id: number): Promise<string | null> {
  const query = "select remote_id from proxmox_endpoints where id = $1";
  const { rows } = await world.open.pool.query(query, [id]).catch(() => ({ rows: [] }));
  return rows[0]?.remote_id?.toString() ?? null;
}

/** Makes an occurrence come due now. The name counts them, in the same statement, so that no outage blurs the count. */
async function comeDue(world: World, scheduleId: number): Promise<void> {
  await world.open.pool.query(
    `update schedules set next_run_at = now(), start_at = now(), name = (name::int + 1)::text
     where id = $1 and next_run_at > now()`,
    [scheduleId],
  );
}

async function firstFreeJob(world: World): Promise<number> {
  const { rows } = await world.open.pool.query("select coalesce(max(id), 0) + 1 as id from jobs");
  return Number(rows[0].id);
}

async function countWork(world: World, firstJob: number): Promise<{ jobs: number; frames: number }> {
  const query = "select count(*)::int as jobs, coalesce(sum(last_seq), 0)::int as frames from jobs where id >= $1";
  const { rows } = await world.open.pool.query(query, [firstJob]);
  return rows[0];
}

/** Ids of the jobs that have not ended after all patience; due schedules must be settled, too. */
async function settled(world: World, firstJob: number): Promise<number[]> {
  const beganAt = nowMs();
  let movedAt = beganAt;
  let before = "";
  for (;;) {
    const open = await withPatience(() => openJobs(world, firstJob));
    if (open.jobs.length === 0 && open.due === 0) return [];
    const now = JSON.stringify(open);
    if (now !== before) movedAt = nowMs();
    before = now;
    if (nowMs() - movedAt > STANDSTILL_MS || nowMs() - beganAt > SETTLE_MS) return open.jobs;
    await sleep(50);
  }
}

async function openJobs(world: World, firstJob: number): Promise<{ jobs: number[]; due: number; frames: number }> {
  const jobs = await world.open.pool.query(
    "select id, last_seq from jobs where id >= $1 and status in ('pending', 'scheduled', 'running') order by id",
    [firstJob],
  );
  const due = await world.open.pool.query("select 1 from schedules where next_run_at <= now()");
  const frames = jobs.rows.reduce((sum, row) => sum + Number(row.last_seq), 0);
  return { jobs: jobs.rows.map((row) => Number(row.id)), due: due.rowCount ?? 0, frames };
}
