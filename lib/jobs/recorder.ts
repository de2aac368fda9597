import type { Db } from "#db/client";
import { errorMessage } from "../errors.ts";
import { addCounts, emptyJobView, foldFrame, type JobView, jobCounts, stageCounts } from "../frames/fold.ts";
import { readFrames } from "../frames/read.ts";
import type { NewFrame } from "../frames/schema.ts";
import { toWireFrame } from "../frames/wire.ts";
import { openFrameWriter } from "../frames/writer.ts";
import type { Logger } from "../log.ts";
import { redactSaid } from "../redact.ts";
import { type Counts, noCounts } from "./counts.ts";
import { openObjectRecorder } from "./object-recorder.ts";
import { withPatience } from "./patience.ts";
import { jobProgress, type PlanSize, type StoredProgress } from "./progress.ts";
import { readUsual } from "./read-usual.ts";
import type { Lease } from "./schema.ts";
import { type NewStage, type StageRow, saveJobState, savePlan, saveStage } from "./stages-store.ts";
import type { JobRow } from "./store.ts";
import { timeLeft } from "./time-left.ts";
import { toWireStage } from "./to-wire.ts";
import type { StageUsual } from "./wire.ts";

/** Counts and progress are written at most this often; frames tell the rest. */
const PROGRESS_EVERY_MS = 500;
/** A page of a long job need not fold more than this. */
const FOLD_EVERY_FRAMES = 10_000;

export type Recorder = {
  /** Stores a frame in order; waits when the database is behind. */
  emit: (frame: NewFrame) => Promise<void>;
  /** Resolves when everything is stored, fold and objects included. */
  checkpoint: () => Promise<void>;
  view: () => JobView;
  /** What was counted in one stage of one endpoint; in a single stream, in all of its stages. */
  stageCounts: (stage: string, proxmoxEndpointId: number) => Counts;
  /** Stores the plan; steps of an earlier attempt keep their results, which are returned. */
  savePlan: (plan: readonly NewStage[]) => Promise<StageRow[]>;
  /** Stores what is known of a step, at its start and at its end. */
  saveStage: (position: number, values: Partial<NewStage>) => Promise<void>;
  /** Why the job waits; null when it goes on. */
  saveWaiting: (reason: string | null) => Promise<void>;
  /** What the plan holds, for progress. */
  setPlan: (plan: PlanSize) => void;
  close: () => void;
};

/** Everything a running job writes about itself: frames, their fold, counts and progress, under one lease. */
export async function openRecorder(
  db: Db,
  input: { job: JobRow; lease: Lease; signal: AbortSignal; log: Logger },
): Promise<Recorder> {
  const { job, lease, log } = input;
  const writer = openFrameWriter(db, lease, input.signal);
  const patiently = <T>(write: () => Promise<T>) => withPatience(write, input.signal);
  let view = await patiently(() => restoreView(db, job));
  const storedSeq = () => Math.max(job.lastSeq, writer.storedSeq());
  const objects = await patiently(() => openObjectRecorder(db, { ...input, view, storedSeq }));
  let seq = job.lastSeq;
  let savedSeq = seq;
  let plan: PlanSize = { stepCount: 0, finishedSteps: 0 };
  let rows: StageRow[] = [];
  let usual: ReadonlyMap<number, StageUsual> = new Map();
  let timer: NodeJS.Timeout | undefined;

  const progress = (): StoredProgress => {
    const now = new Date();
    const steps = rows.map((row) => toWireStage(row, usual.get(row.position) ?? null, now));
    const left = timeLeft(steps, view, now.getTime());
    return { ...jobProgress(view, plan), eta_seconds: left, said_at: now.toISOString() };
  };
  /** The past makes the time left known, and nothing else: a job does not fail with it. */
  const learn = async () => {
    try {
      usual = await readUsual(db, job, rows);
    } catch (error) {
      log.warn({ err: errorMessage(error), jobId: job.id }, "the time left stays unknown");
    }
  };
  let learning: Promise<void> | undefined;
  let folding: Promise<void> | undefined;
  let failure: unknown;

  const saveProgress = () => {
    timer = undefined;
    const state = { progress: progress(), counts: jobCounts(view) };
    saveJobState(db, lease, state).catch((error) => log.debug({ err: errorMessage(error) }, "progress was not stored"));
  };
  /** The fold of all frames so far, once they are stored. */
  const saveFold = async () => {
    savedSeq = seq;
    const folded = view;
    const fold = { state: folded, seq };
    await Promise.all([writer.flush(), learning]);
    await patiently(() => saveJobState(db, lease, { progress: progress(), counts: jobCounts(folded), fold }));
  };
  /** The log goes on meanwhile; a failure is told to whoever emits next. */
  const foldMeanwhile = () => {
    folding ??= saveFold()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        folding = undefined;
      });
  };

  return {
    async emit(frame) {
      seq += 1;
      const wire = toWireFrame({ ...frame, seq });
      view = foldFrame(view, wire);
      await writer.add(frame);
      await objects.add(wire);
      if (failure) throw failure;
      if (seq - savedSeq >= FOLD_EVERY_FRAMES) foldMeanwhile();
      timer ??= setTimeout(saveProgress, PROGRESS_EVERY_MS);
    },
    async checkpoint() {
      await folding;
      if (failure) throw failure;
      await saveFold();
      await objects.flush();
    },
    view: () => view,
    stageCounts: (stage, proxmoxEndpointId) =>
      view.stages
        .filter(
          (part) => part.proxmoxEndpointId === proxmoxEndpointId && (stage === "full-update" || part.stage === stage),
        )
        .map(stageCounts)
        .reduce(addCounts, noCounts),
    async savePlan(stages) {
      rows = await patiently(() => savePlan(db, lease, stages));
      learning = learn();
      return rows;
    },
    async saveStage(position, given) {
      // What a backend says of its failure may hold what it was given.
      const values = { ...given, ...("error" in given ? { error: redactSaid(given.error) } : {}) };
      await patiently(() => saveStage(db, lease, position, values));
      rows = rows.map((row) => (row.position === position ? { ...row, ...values } : row));
    },
    saveWaiting: (waitingReason) => patiently(() => saveJobState(db, lease, { waitingReason })),
    setPlan: (next) => {
      plan = next;
    },
    close: () => {
      clearTimeout(timer);
      objects.close();
    },
  };
}

/** The fold of all frames so far: from its stored state on, so that a takeover goes on counting where it was. */
export async function restoreView(db: Db, job: JobRow): Promise<JobView> {
  const stored = job.foldState as JobView | null; // safe because only a recorder writes it
  let view = stored && job.foldSeq > 0 ? stored : emptyJobView();
  while (view.seq < job.lastSeq) {
    const frames = await readFrames(db, { jobId: job.id, kept: job.framesKept, after: view.seq, limit: 1000 });
    if (frames.length === 0) break;
    for (const frame of frames) view = foldFrame(view, toWireFrame(frame));
  }
  return view;
}
