import type { Db } from "#db/client";
import { errorMessage } from "../errors.ts";
import { addCounts, emptyJobView, foldFrame, type JobView, jobCounts, stageCounts } from "../frames/fold.ts";
import { readFrames } from "../frames/read.ts";
import type { NewFrame } from "../frames/schema.ts";
import { toWireFrame } from "../frames/wire.ts";
import { openFrameWriter } from "../frames/writer.ts";
import type { Logger } from "../log.ts";
import { type Counts, noCounts } from "./counts.ts";
import { withPatience } from "./patience.ts";
import { jobProgress, type PlanSize } from "./progress.ts";
import type { Lease } from "./schema.ts";
import {
  type NewStage,
  type StageRow,
  saveJobState,
  savePlan,
  saveStage,
  updateRunningStages,
} from "./stages-store.ts";
import type { JobRow } from "./store.ts";

/** Counts and progress are written at most this often; frames tell the rest. */
const PROGRESS_EVERY_MS = 500;
/** A page of a long job need not fold more than this. */
const FOLD_EVERY_FRAMES = 10_000;

export type Recorder = {
  /** Stores a frame in order; waits when the database is behind. */
  emit: (frame: NewFrame) => Promise<void>;
  /** Resolves when everything is stored, the fold included. */
  checkpoint: () => Promise<void>;
  view: () => JobView;
  /** What was counted in one stage of one endpoint; in a single stream, in all of its stages. */
  stageCounts: (stage: string, proxmoxEndpointId: number) => Counts;
  /** Stores the plan; steps of an earlier attempt keep their results, which are returned. */
  savePlan: (plan: readonly NewStage[]) => Promise<StageRow[]>;
  /** Stores what is known of a step, at its start and at its end. */
  saveStage: (position: number, values: Partial<NewStage>) => Promise<void>;
  /** Steps that were under way when the job was stopped: failed, with the reason … */
  failRunningStages: (failure: { error: string; errorCode: string }) => Promise<void>;
  /** … or to be done again by the next attempt. */
  resetRunningStages: () => Promise<void>;
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
  let seq = job.lastSeq;
  let savedSeq = seq;
  let plan: PlanSize = { stepCount: 0, finishedSteps: 0 };
  let timer: NodeJS.Timeout | undefined;

  const saveProgress = () => {
    timer = undefined;
    const state = { progress: jobProgress(view, plan), counts: jobCounts(view) };
    saveJobState(db, lease, state).catch((error) => log.debug({ err: errorMessage(error) }, "progress was not stored"));
  };
  const checkpoint = async () => {
    await writer.flush();
    savedSeq = seq;
    const fold = { state: view, seq };
    const state = { progress: jobProgress(view, plan), counts: jobCounts(view), fold };
    await patiently(() => saveJobState(db, lease, state));
  };

  return {
    async emit(frame) {
      seq += 1;
      view = foldFrame(view, toWireFrame({ ...frame, jobId: job.id, seq }));
      await writer.add(frame);
      if (seq - savedSeq >= FOLD_EVERY_FRAMES) await checkpoint();
      timer ??= setTimeout(saveProgress, PROGRESS_EVERY_MS);
    },
    checkpoint,
    view: () => view,
    stageCounts: (stage, proxmoxEndpointId) =>
      view.stages
        .filter(
          (part) => part.proxmoxEndpointId === proxmoxEndpointId && (stage === "full-update" || part.stage === stage),
        )
        .map(stageCounts)
        .reduce(addCounts, noCounts),
    savePlan: (stages) => patiently(() => savePlan(db, lease, stages)),
    saveStage: (position, values) => patiently(() => saveStage(db, lease, position, values)),
    failRunningStages: (failure) =>
      patiently(() => updateRunningStages(db, lease, { status: "failed", completedAt: new Date(), ...failure })),
    resetRunningStages: () => patiently(() => updateRunningStages(db, lease, { status: "pending", startedAt: null })),
    saveWaiting: (waitingReason) => patiently(() => saveJobState(db, lease, { waitingReason })),
    setPlan: (next) => {
      plan = next;
    },
    close: () => clearTimeout(timer),
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
