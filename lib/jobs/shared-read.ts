/**
 * Viewers of a job in one process share their reads: those that ask before a read begins and have the same cursor
 * get one answer. Only who lags reads for itself, so 500 viewers cost what one costs. Who asks while a read is under
 * way gets the next one, because a hint may have come after that read began. What was written before does not change,
 * so who reads history shares a read that is under way, and needs no newer state for it.
 */
import type { Db } from "#db/client";
import { readFrames } from "../frames/read.ts";
import type { Frame } from "../frames/schema.ts";
import { findJobState, type JobState } from "./store.ts";

/** The state first and the frames after it: frames cannot follow a terminal state. `hasMore`: there may be more by now. */
export type SharedRead = { state: JobState | null; frames: Frame[]; hasMore: boolean };

/** `known` is the state that the reader has already: what comes up to its last number is history. */
export type ReadInput = { jobId: number; after: number; limit: number; known?: JobState | null };

type Batch = { state: Promise<JobState | null>; reads: Map<number, Promise<SharedRead>> };
type Line = { running: Promise<unknown>; waiting: Batch | null };

/** What is under way in a database: lines by job, and reads of history by what they read. */
type UnderWay = { lines: Map<number, Line>; history: Map<string, Promise<Frame[]>> };

const readsOfDb = new WeakMap<Db, UnderWay>();

function underWay(db: Db): UnderWay {
  const known = readsOfDb.get(db) ?? { lines: new Map(), history: new Map() };
  readsOfDb.set(db, known);
  return known;
}

/** The job's state, and up to `limit` frames after a number. Frames are shared: they are not changed. */
export function sharedRead(db: Db, input: ReadInput): Promise<SharedRead> {
  const { known, after } = input;
  return known && known.lastSeq > after ? readHistory(db, input, known) : readNow(db, input);
}

async function readHistory(db: Db, input: ReadInput, known: JobState): Promise<SharedRead> {
  const { jobId, after, limit } = input;
  const { history } = underWay(db);
  const key = `${jobId}/${after}/${limit}`;
  const read =
    history.get(key) ??
    readFrames(db, { jobId, kept: known.framesKept, after, limit }).finally(() => history.delete(key));
  history.set(key, read);
  const frames = await read;
  // They were moved or deleted meanwhile: the state tells.
  return frames.length === 0 ? readNow(db, input) : { state: known, frames, hasMore: true };
}

function readNow(db: Db, { jobId, after, limit }: ReadInput): Promise<SharedRead> {
  const { lines } = underWay(db);
  const line = lines.get(jobId) ?? { running: Promise.resolve(), waiting: null };
  lines.set(jobId, line);
  line.waiting ??= openBatch(db, jobId, { line, lines });
  const batch = line.waiting;
  const read = batch.reads.get(after) ?? readAfter(db, batch, { jobId, after, limit });
  batch.reads.set(after, read);
  return read;
}

function openBatch(db: Db, jobId: number, place: { line: Line; lines: Map<number, Line> }): Batch {
  const { line, lines } = place;
  const state = line.running.then(async () => {
    // Whoever the same hint wakes shall be in the same batch.
    await new Promise((resolve) => setImmediate(resolve));
    line.waiting = null;
    return findJobState(db, jobId);
  });
  const batch: Batch = { state, reads: new Map() };
  line.running = state
    .catch(() => {})
    .then(() => Promise.allSettled(batch.reads.values()))
    .then(() => {
      if (line.waiting === null) lines.delete(jobId);
    });
  return batch;
}

async function readAfter(db: Db, batch: Batch, { jobId, after, limit }: ReadInput): Promise<SharedRead> {
  const state = await batch.state;
  if (state === null || state.lastSeq <= after) return { state, frames: [], hasMore: false };
  const frames = await readFrames(db, { jobId, kept: state.framesKept, after, limit });
  return { state, frames, hasMore: (frames.at(-1)?.seq ?? state.lastSeq) < state.lastSeq };
}
