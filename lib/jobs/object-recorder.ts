import type { Db } from "#db/client";
import { errorMessage } from "../errors.ts";
import type { JobView } from "../frames/fold.ts";
import { type FreshObjects, objectEvents, objectFold } from "../frames/objects.ts";
import { readFrames } from "../frames/read.ts";
import type { WireFrame } from "../frames/schema.ts";
import { toWireFrame } from "../frames/wire.ts";
import type { Logger } from "../log.ts";
import { LeaseLost } from "./lease-lost.ts";
import { findStructuredPlaces, saveObjects } from "./objects-store.ts";
import { withPatience } from "./patience.ts";
import type { Lease } from "./schema.ts";
import { saveJobState } from "./stages-store.ts";
import type { JobRow } from "./store.ts";

/** Objects are written at most this often while a stage runs … */
const WRITE_EVERY_MS = 500;
/** … and whoever emits waits when so many were spoken of meanwhile. */
const MAX_FRESH = 50_000;

export type ObjectRecorder = {
  add: (frame: WireFrame) => Promise<void>;
  /** Stores everything that was said; the frames that say it must be stored. */
  flush: () => Promise<void>;
  close: () => void;
};

type Sealed = FreshObjects & { seq: number };

/**
 * Writes the objects of a running job beside its frames, in a rhythm of its own: the log never waits for them. What is
 * written was said by frames that are stored, so that the rows are theirs whoever writes them.
 */
export async function openObjectRecorder(
  db: Db,
  input: { job: JobRow; lease: Lease; view: JobView; storedSeq: () => number; signal: AbortSignal; log: Logger },
): Promise<ObjectRecorder> {
  const { job, lease } = input;
  const stage = input.view.current === null ? undefined : input.view.stages[input.view.current]?.stage;
  const fold = objectFold({ stage, structured: await findStructuredPlaces(db, job.id) });
  let seq = await refold(db, job, fold.add);
  let sealed: Sealed | null = null;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const seal = () => {
    if (!sealed && fold.size() > 0) sealed = { ...fold.take(), seq };
  };
  const save = async () => {
    if (!sealed) return;
    await saveObjects(db, { lease }, sealed);
    await saveJobState(db, lease, { objectsSeq: sealed.seq });
    sealed = null;
  };
  /** One write at a time; its failure is for whoever waits for it. */
  const write = (): Promise<void> => {
    writing ??= save().finally(() => {
      writing = null;
    });
    return writing;
  };
  const tick = () => {
    timer = undefined;
    const isStored = sealed !== null && input.storedSeq() >= sealed.seq;
    if (isStored) write().catch((error) => input.log.debug({ err: errorMessage(error) }, "objects were not stored"));
    else seal();
    arm();
  };
  const arm = () => {
    if (sealed || fold.size() > 0) timer ??= setTimeout(tick, WRITE_EVERY_MS);
  };
  const flush = async () => {
    while (sealed || fold.size() > 0) {
      seal();
      await withPatience(write, input.signal);
    }
  };
  /** A sync does not fail with its objects: whoever asks for them makes them from the frames. */
  const flushOrLeave = async () => {
    try {
      await flush();
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      input.log.warn({ err: error, jobId: job.id }, "the objects were left to their readers");
      sealed = null;
      fold.take();
    }
  };

  return {
    async add(frame) {
      fold.add(frame);
      seq = frame.seq;
      arm();
      if (fold.size() > MAX_FRESH && writing) await withPatience(write, input.signal);
    },
    flush: flushOrLeave,
    close: () => clearTimeout(timer),
  };
}

const PAGE = 1_000;

/** What was said since the objects were last stored; returns the number of the last frame. */
async function refold(db: Db, job: JobRow, add: (frame: WireFrame) => void): Promise<number> {
  for (let after = job.objectsSeq; after < job.lastSeq; ) {
    const page = { jobId: job.id, kept: job.framesKept, after, limit: PAGE, events: objectEvents };
    const frames = await readFrames(db, page);
    for (const frame of frames) add(toWireFrame(frame));
    after = frames.at(-1)?.seq ?? job.lastSeq;
  }
  return job.lastSeq;
}
