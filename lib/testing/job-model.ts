/**
 * A pure model of job ownership: two workers, two jobs, one key. Time is relative (how long until a lease expires, how
 * long ago a renewal began), so the reachable states are finite and can be explored completely.
 */
export const TTL = 2;
/** The owner stops when its last renewal began more than this ago. */
export const FENCE_AFTER = 1;
const MAX_LOSSES = 2;
const MAX_ATTEMPTS = 2;

export type ModelJob = {
  status: "pending" | "running" | "completed" | "failed" | "lost";
  /** Worker and attempt that hold the lease. */
  lease: { worker: number; attempt: number } | null;
  /** Ticks until the lease expires by the database's clock; -1 is expired. */
  expiresIn: number;
  cancelRequested: boolean;
  attempt: number;
  losses: number;
};

export type ModelWorker = {
  state: "alive" | "paused" | "dead";
  /** The lease it believes in. */
  believes: { job: number; attempt: number } | null;
  streamOpen: boolean;
  /** Ticks since its last successful renewal began. */
  renewedAgo: number;
  /** Ticks since the renewal under way began; null when none is. */
  renewing: number | null;
  stop: "cancelled" | "lease_lost" | null;
};

export type ModelState = { jobs: ModelJob[]; workers: ModelWorker[]; keyOwner: number | null };
export type Step = { name: string; worker?: number; job?: number; next: ModelState };

const idle = { believes: null, streamOpen: false, renewedAgo: 0, renewing: null, stop: null } as const;

export const initialState = (): ModelState => ({
  jobs: [0, 1].map(() => ({
    status: "pending",
    lease: null,
    expiresIn: -1,
    cancelRequested: false,
    attempt: 0,
    losses: 0,
  })),
  workers: [0, 1].map(() => ({ state: "alive", ...idle })),
  keyOwner: null,
});

export const isTerminal = (job: ModelJob): boolean => ["completed", "failed", "lost"].includes(job.status);

/** Is what the worker believes also what the rows say? */
export function ownsLease(state: ModelState, index: number): boolean {
  const believes = state.workers[index]?.believes;
  const job = believes ? state.jobs[believes.job] : undefined;
  return job?.status === "running" && job.lease?.worker === index && job.lease.attempt === believes?.attempt;
}

/** Everything that can happen next. */
export function stepsFrom(state: ModelState): Step[] {
  return [...tick(state), ...state.jobs.flatMap((_, job) => jobSteps(state, job)), ...workers(state)];
}

type Draft = { jobs: ModelJob[]; workers: ModelWorker[]; keyOwner: number | null };

function change(state: ModelState, edit: (draft: Draft) => void): ModelState {
  const draft: Draft = {
    jobs: state.jobs.map((job) => ({ ...job })),
    workers: state.workers.map((worker) => ({ ...worker })),
    keyOwner: state.keyOwner,
  };
  edit(draft);
  return draft;
}

/** Time passes for all; whoever is not paused checks its own fence in it. */
function tick(state: ModelState): Step[] {
  const next = change(state, (draft) => {
    for (const job of draft.jobs) if (job.status === "running") job.expiresIn = Math.max(-1, job.expiresIn - 1);
    for (const worker of draft.workers) {
      if (!worker.believes || worker.stop) continue;
      worker.renewedAgo = Math.min(TTL + 1, worker.renewedAgo + 1);
      if (worker.renewing !== null) worker.renewing = Math.min(TTL + 1, worker.renewing + 1);
      checkFence(worker);
    }
  });
  return [{ name: "tick", next }];
}

function checkFence(worker: ModelWorker): void {
  if (worker.state !== "alive" || !worker.believes || worker.stop || worker.renewedAgo < FENCE_AFTER) return;
  stopWith(worker, "lease_lost");
}

/** The stream is closed and no further renewal begins; its clocks no longer matter. */
function stopWith(worker: ModelWorker, stop: ModelWorker["stop"]): void {
  Object.assign(worker, { stop, streamOpen: false, renewedAgo: 0, renewing: null });
}

function jobSteps(state: ModelState, index: number): Step[] {
  const job = state.jobs[index];
  if (!job) return [];
  const steps: Step[] = [];
  if (!isTerminal(job) && !job.cancelRequested) {
    const next = change(state, (draft) => cancel(draft, index));
    steps.push({ name: "cancel", job: index, next });
  }
  const holder = job.lease ? state.workers[job.lease.worker] : undefined;
  const lockIsFree = holder?.state === "dead";
  if (job.status === "running" && (job.expiresIn < 0 || lockIsFree)) {
    const next = change(state, (draft) => takeFromDead(draft, index));
    steps.push({ name: "takeover", job: index, next });
  }
  return steps;
}

function cancel(draft: Draft, index: number): void {
  const job = draft.jobs[index];
  if (!job) return;
  if (job.status === "running") job.cancelRequested = true;
  else endJob(draft, index, "failed");
}

function takeFromDead(draft: Draft, index: number): void {
  const job = draft.jobs[index];
  if (!job) return;
  if (!job.cancelRequested) job.losses += 1;
  if (job.losses >= MAX_LOSSES) endJob(draft, index, "lost");
  else handBack(draft, index);
}

/** The key stays with the job, so that nothing slips in between; a cancelled job ends instead. */
function handBack(draft: Draft, index: number): void {
  const job = draft.jobs[index];
  if (!job) return;
  if (job.cancelRequested) endJob(draft, index, "failed");
  else Object.assign(job, { status: "pending", lease: null, expiresIn: -1 });
}

function endJob(draft: Draft, index: number, status: ModelJob["status"]): void {
  const job = draft.jobs[index];
  if (!job) return;
  Object.assign(job, { status, lease: null, expiresIn: -1, cancelRequested: false, attempt: 0, losses: 0 });
  if (draft.keyOwner === index) draft.keyOwner = null;
}

function workers(state: ModelState): Step[] {
  return state.workers.flatMap((worker, index) => {
    const step = (name: string, edit: (draft: Draft, self: ModelWorker) => void, job?: number): Step => ({
      name,
      worker: index,
      job,
      next: change(state, (draft) => edit(draft, draft.workers[index] as ModelWorker)), // safe because of the index
    });
    if (worker.state === "dead")
      return [step("restart", (_, self) => Object.assign(self, { state: "alive", ...idle }))];
    if (worker.state === "paused") return [step("resume", resume), step("die", die)];
    return [
      step("die", die),
      step("pause", (_, self) => Object.assign(self, { state: "paused" })),
      ...active(state, index, step),
    ];
  });
}

function resume(_: Draft, self: ModelWorker): void {
  self.state = "alive";
  checkFence(self);
}

function die(_: Draft, self: ModelWorker): void {
  Object.assign(self, { state: "dead", ...idle });
}

type Make = (name: string, edit: (draft: Draft, self: ModelWorker) => void, job?: number) => Step;

function active(state: ModelState, index: number, step: Make): Step[] {
  const worker = state.workers[index];
  if (!worker) return [];
  if (!worker.believes) return claims(state, index, step);
  const { job: jobIndex } = worker.believes;
  const steps: Step[] = [];
  if (worker.renewing === null && !worker.stop)
    steps.push(step("renew-begin", (_, self) => Object.assign(self, { renewing: 0 })));
  if (worker.renewing !== null) {
    steps.push(step("renew-end", (draft, self) => renewed(draft, self, index, jobIndex), jobIndex));
    steps.push(step("renew-fails", (_, self) => Object.assign(self, { renewing: null })));
  }
  if (!worker.stop && worker.streamOpen)
    steps.push(step("stream-ends", (_, self) => Object.assign(self, { streamOpen: false })));
  // The end is written only after the stream is closed.
  if (!worker.streamOpen) steps.push(step("end", (draft, self) => end(draft, self, index), jobIndex));
  return steps;
}

function claims(state: ModelState, index: number, step: Make): Step[] {
  return state.jobs.flatMap((job, jobIndex) => {
    const isFree = state.keyOwner === null || state.keyOwner === jobIndex;
    if (job.status !== "pending" || !isFree || job.attempt >= MAX_ATTEMPTS) return [];
    return [step("claim", (draft, self) => claim(draft, self, index, jobIndex), jobIndex)];
  });
}

function claim(draft: Draft, self: ModelWorker, index: number, jobIndex: number): void {
  const job = draft.jobs[jobIndex];
  if (!job) return;
  job.attempt += 1;
  Object.assign(job, { status: "running", lease: { worker: index, attempt: job.attempt }, expiresIn: TTL });
  draft.keyOwner = jobIndex;
  Object.assign(self, { ...idle, believes: { job: jobIndex, attempt: job.attempt }, streamOpen: true });
}

function renewed(draft: Draft, self: ModelWorker, index: number, jobIndex: number): void {
  const job = draft.jobs[jobIndex];
  const beganAgo = self.renewing ?? 0;
  self.renewing = null;
  if (!job || !ownsLease(draft, index)) {
    stopWith(self, "lease_lost");
    return;
  }
  job.expiresIn = TTL;
  self.renewedAgo = Math.min(self.renewedAgo, beganAgo);
  if (job.cancelRequested && !self.stop) stopWith(self, "cancelled");
}

/** Done, cancelled or handed back, each a compare-and-set on the lease: for a stale one nothing happens. */
function end(draft: Draft, self: ModelWorker, index: number): void {
  const jobIndex = self.believes?.job ?? 0;
  const job = draft.jobs[jobIndex];
  if (job && ownsLease(draft, index)) {
    if (self.stop === "lease_lost") handBack(draft, jobIndex);
    else endJob(draft, jobIndex, self.stop === "cancelled" ? "failed" : "completed");
  }
  Object.assign(self, idle);
}

/** One text for states that differ only in which worker or which job is which. */
export function keyOf(state: ModelState): string {
  const forms: string[] = [];
  for (const swapWorkers of [false, true])
    for (const swapJobs of [false, true]) forms.push(form(state, swapWorkers, swapJobs));
  return forms.sort()[0] ?? "";
}

function form(state: ModelState, swapWorkers: boolean, swapJobs: boolean): string {
  const jobName = (index: number) => (swapJobs ? 1 - index : index);
  const workerName = (index: number) => (swapWorkers ? 1 - index : index);
  const jobs = state.jobs.map((job) =>
    [
      job.status,
      job.lease ? `${workerName(job.lease.worker)}.${job.lease.attempt}` : "",
      job.expiresIn,
      job.cancelRequested,
      job.attempt,
      job.losses,
    ].join(),
  );
  const workerTexts = state.workers.map((worker) =>
    [
      worker.state,
      worker.believes ? `${jobName(worker.believes.job)}.${worker.believes.attempt}` : "",
      worker.streamOpen,
      worker.renewedAgo,
      worker.renewing,
      worker.stop,
    ].join(),
  );
  if (swapJobs) jobs.reverse();
  if (swapWorkers) workerTexts.reverse();
  return [...jobs, ...workerTexts, state.keyOwner === null ? "" : jobName(state.keyOwner)].join("|");
}
