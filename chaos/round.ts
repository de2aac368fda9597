import { cancelJob } from "#lib/jobs/cancel";
import { enqueueJob } from "#lib/jobs/enqueue";
import { withPatience } from "#lib/jobs/patience";
import { nowMs } from "#lib/simulator/recorder";
import { asAdmin } from "#lib/testing/actors";
import { sleep } from "#lib/time";
import { checkRound, type Violation } from "./check.ts";
import type { Fleet } from "./fleet.ts";
import type { Fault, RoundPlan, RunPlan } from "./plan.ts";
import type { ChaosServer } from "./server.ts";
import { openViewer, type Viewer } from "./viewer.ts";
import type { Endpoint, World } from "./world.ts";

export type Arena = { server: ChaosServer; fleet: Fleet; world: World };
export type RoundResult = { violations: Violation[]; faults: Record<string, number>; jobs: number; tookMs: number };

/** All jobs must have ended this long after the last fault, at any scale: generous, because CI machines are slow. */
const SETTLE_MS = 45_000;

/** Plays a round: everything at its time, then waits for every job to end, then checks what must hold. */
export async function playRound(arena: Arena, plan: RoundPlan): Promise<RoundResult> {
  const beganAt = nowMs();
  const { world, fleet } = arena;
  world.sim.control.forgetRequests();
  world.sim.control.clearFaults();
  fleet.pauses.length = 0;
  const firstJob = await firstFreeJob(world);
  const abort = new AbortController();
  const viewers = new Map<number, Viewer>();
  const playing = plan.runs.map((run, index) =>
    playRun({ arena, run, endpoint: endpointOf(world, index), viewers, abort }),
  );
  await Promise.all([...playing, ...plan.faults.map((fault) => inject(arena, fault))]);
  world.sim.control.clearFaults();
  const unfinished = await settled(world, firstJob);
  abort.abort();
  await Promise.all([...viewers.values()].map((viewer) => viewer.done));
  const violations = await checkRound(arena, { plan, firstJob, unfinished, viewers: [...viewers.values()] });
  const faults: Record<string, number> = {};
  for (const fault of plan.faults) faults[fault.kind] = (faults[fault.kind] ?? 0) + 1;
  return { violations, faults, jobs: await countJobs(world, firstJob), tookMs: nowMs() - beganAt };
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
};

async function playRun({ arena, run, endpoint, viewers, abort }: RunInput): Promise<void> {
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
    const attempts = started.flatMap((id) => Array.from({ length: storm }, () => cancelJob(ctx, id)));
    await Promise.allSettled(attempts);
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

/** Makes an occurrence come due now. The name counts them, in the same statement, so that no outage blurs the count. */
async function comeDue(world: World, scheduleId: number): Promise<void> {
  await world.open.pool.query(
    `update schedules set next_run_at = now(), start_at = now(), name = (name::int + 1)::text
     where id = $1 and next_run_at > now()`,
    [scheduleId],
  );
}

async function inject({ server, fleet, world }: Arena, fault: Fault): Promise<void> {
  await sleep(fault.atMs);
  switch (fault.kind) {
    case "kill":
      return fleet.kill(fault.worker);
    case "replace":
      return fleet.replace(fault.worker);
    case "freeze":
      return fleet.freeze(fault.worker, fault.forMs);
    case "database":
      return crashOnce(server, fault.downMs);
    case "terminate":
      return terminate(server, "chaos worker", fault.limit);
    case "listen":
      return terminate(server, "%listen", fault.limit);
    case "life-lock":
      return terminate(server, "%life lock", fault.limit);
    case "cut":
      return world.sim.control.cutAfter(fault.path, fault.afterFrames, 1);
    case "end":
      return world.sim.control.endAfter(fault.path, fault.afterFrames, 1);
  }
}

let crashing: Promise<void> = Promise.resolve();

/** Two crashes of one server take turns. */
function crashOnce(server: ChaosServer, downMs: number): Promise<void> {
  crashing = crashing.then(() => server.crash(downMs));
  return crashing;
}

async function terminate(server: ChaosServer, name: string, limit: number): Promise<void> {
  // A database that is away has no connections to terminate.
  await server.terminate(name, limit).catch(() => 0);
}

async function firstFreeJob(world: World): Promise<number> {
  const { rows } = await world.open.pool.query("select coalesce(max(id), 0) + 1 as id from jobs");
  return Number(rows[0].id);
}

async function countJobs(world: World, firstJob: number): Promise<number> {
  const { rows } = await world.open.pool.query("select count(*)::int as count from jobs where id >= $1", [firstJob]);
  return rows[0].count;
}

/** Ids of the jobs that have not ended after all patience; due schedules must be settled, too. */
async function settled(world: World, firstJob: number): Promise<number[]> {
  const endsAt = nowMs() + SETTLE_MS;
  for (;;) {
    const open = await withPatience(() => openJobs(world, firstJob));
    if ((open.jobs.length === 0 && open.due === 0) || nowMs() > endsAt) return open.jobs;
    await sleep(50);
  }
}

async function openJobs(world: World, firstJob: number): Promise<{ jobs: number[]; due: number }> {
  const jobs = await world.open.pool.query(
    "select id from jobs where id >= $1 and status in ('pending', 'scheduled', 'running') order by id",
    [firstJob],
  );
  const due = await world.open.pool.query("select 1 from schedules where next_run_at <= now()");
  return { jobs: jobs.rows.map((row) => Number(row.id)), due: due.rowCount ?? 0 };
}
