/**
 * Frames of a job as they arrive. The job's state is read first and its frames second: frames cannot follow
 * a terminal state, so an end that was read before an exhausted page has its whole tail sent. A hint only wakes the
 * loop; a lost one costs a slow poll and nothing else.
 */
import type { Db } from "#db/client";
import type { Listener } from "../events/listen.ts";
import { topics } from "../events/topics.ts";
import type { Frame } from "../frames/schema.ts";
import { countLag } from "../metrics/process.ts";
import { isTerminal, type JobOutcome, type JobStatus } from "./schema.ts";
import { sharedRead } from "./shared-read.ts";
import { findJobState, type JobState } from "./store.ts";
import { openWaker } from "./waker.ts";

export type WatchEvent =
  | { kind: "frames"; frames: Frame[] }
  | { kind: "keepalive" }
  | { kind: "end"; status: JobStatus; outcome: JobOutcome | null };

export type WatchInput = {
  jobId: number;
  /** The last number the reader has. */
  after: number;
  signal: AbortSignal;
  /** The watch ends by itself after this time; the reader comes back with its cursor. */
  maxLifeMs?: number;
};

/** A question costs what hundreds of frames do. */
const PAGE = 1_000;
/** A keep-alive at least every 15 s; the loop also looks for a lost hint then. */
const KEEPALIVE_MS = 14_000;
const SLOW_POLL_MS = 3_000;

/** Ends after `end`, when aborted, when its life is over, or when the job was deleted. */
export async function* watchJob(
  { db, listener }: { db: Db; listener: Listener },
  input: WatchInput,
): AsyncGenerator<WatchEvent> {
  const waker = openWaker(listener, topics.job(input.jobId));
  const endsAtMs = input.maxLifeMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + input.maxLifeMs;
  let after = input.after;
  let quietSinceMs = performance.now();
  let state: JobState | null = null;
  const read = () => {
    waker.arm();
    return sharedRead(db, { jobId: input.jobId, after, limit: PAGE, known: state });
  };
  let ahead: ReturnType<typeof read> | null = null;
  // What was there before is history; what comes after its end was waited for.
  let isFollowing = false;
  try {
    while (!input.signal.aborted && performance.now() < endsAtMs) {
      const turn = await (ahead ?? read());
      ahead = null;
      const { frames } = turn;
      state = turn.state;
      if (!state) return;
      const last = frames.at(-1);
      if (last) {
        after = last.seq;
        quietSinceMs = performance.now();
        if (isFollowing) countLag(last.at);
        if (turn.hasMore) {
          // The next page is read while this one is sent.
          ahead = read();
          ahead.catch(() => {}); // told where it is waited for, which a reader that left never does
        }
        yield { kind: "frames", frames };
      }
      if (ahead) continue;
      isFollowing = true;
      if (isTerminal(state.status)) {
        yield { kind: "end", status: state.status, outcome: state.outcome };
        return;
      }
      if (performance.now() - quietSinceMs >= KEEPALIVE_MS) {
        quietSinceMs = performance.now();
        yield { kind: "keepalive" };
      }
      await waker.wait(SLOW_POLL_MS, input.signal);
    }
  } finally {
    waker.close();
  }
}

/** Is there nothing left to send after this number, for good? */
export async function isFullyRead(db: Db, jobId: number, after: number): Promise<boolean> {
  const state = await findJobState(db, jobId);
  return state !== null && isTerminal(state.status) && state.lastSeq <= after;
}
