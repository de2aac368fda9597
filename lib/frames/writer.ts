import type { Db } from "#db/client";
import { LeaseLost } from "../jobs/lease-lost.ts";
import type { Lease } from "../jobs/schema.ts";
import { countFrames } from "../metrics/process.ts";
import { backoffMs, sleep } from "../time.ts";
import type { NewFrame } from "./schema.ts";
import { appendFrames, readLastSeq } from "./store.ts";

/** A batch is written when it is this long … */
const FULL_BATCH = 500;
/** … or when its first frame is this old. */
const MAX_WAIT_MS = 25;
/** What arrived while one batch was being written is the next one, up to this: under load fewer, larger ones. */
const MAX_BATCH = 2_000;
/** More frames than this are not held: whoever adds waits, and with it the socket. */
const MAX_BUFFERED = 5_000;

export type FrameWriter = {
  /** Resolves when there is room for more, not when it is stored. Throws once the writer has failed. */
  add: (frame: NewFrame) => Promise<void>;
  /** Resolves when everything added so far is stored. */
  flush: () => Promise<void>;
  /** The number of the last frame that this writer stored; 0 before the first. */
  storedSeq: () => number;
};

/**
 * Writes frames in order and in batches under a lease. A database that is away is waited for, with the frames held
 * back to `MAX_BUFFERED`; a lost lease ends the writer for good.
 */
export function openFrameWriter(db: Db, lease: Lease, signal: AbortSignal): FrameWriter {
  const buffer: NewFrame[] = [];
  let stored = 0;
  let isWriting = false;
  let timer: NodeJS.Timeout | undefined;
  let failure: unknown;
  let lastSeq: number | undefined;
  let turn: PromiseWithResolvers<void> | undefined;

  const endTurn = () => {
    turn?.resolve();
    turn = undefined;
  };
  const write = async () => {
    while (buffer.length > 0) {
      const batch = buffer.slice(0, MAX_BATCH);
      lastSeq = await appendWithPatience(db, lease, batch, { lastSeq, signal });
      buffer.splice(0, batch.length);
      stored += batch.length;
      countFrames(batch.length);
      endTurn();
    }
  };
  const start = () => {
    clearTimeout(timer);
    timer = undefined;
    if (isWriting) return;
    isWriting = true;
    write()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        isWriting = false;
        endTurn();
        // Added after the last look.
        if (buffer.length > 0 && !failure) start();
      });
  };
  /** Resolves when one more batch is stored, or will never be. Nobody waits for those that come after it. */
  const nextBatch = (): Promise<void> => {
    turn ??= Promise.withResolvers();
    start();
    return turn.promise;
  };

  return {
    async add(frame) {
      if (failure) throw failure;
      buffer.push(frame);
      if (buffer.length >= FULL_BATCH) start();
      else timer ??= setTimeout(start, MAX_WAIT_MS);
      while (buffer.length >= MAX_BUFFERED && !failure) await nextBatch();
      if (failure) throw failure;
    },
    async flush() {
      const last = stored + buffer.length;
      while (stored < last && !failure) await nextBatch();
      if (failure) throw failure;
    },
    storedSeq: () => lastSeq ?? 0,
  };
}

/**
 * A connection that is cut during COMMIT leaves open whether the batch is in. Only this lease may write, so the job's
 * last number tells: when it has moved by the size of the batch, the batch is in.
 */
async function appendWithPatience(
  db: Db,
  lease: Lease,
  batch: NewFrame[],
  known: { lastSeq: number | undefined; signal: AbortSignal },
): Promise<number> {
  let before = known.lastSeq;
  for (let attempt = 0; ; attempt += 1) {
    try {
      before ??= await readLastSeq(db, lease);
      if (attempt > 0 && (await readLastSeq(db, lease)) === before + batch.length) return before + batch.length;
      return await appendFrames(db, lease, batch);
    } catch (error) {
      if (error instanceof LeaseLost || known.signal.aborted || !isOutage(error)) throw error;
      await sleep(backoffMs(attempt, { firstMs: 100, maxMs: 2_000 }), known.signal);
    }
  }
}

/** The database is away or restarting, as opposed to refusing what we sent (SQLSTATE classes 08, 53, 57 and sockets). */
export function isOutage(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (/^(08|53|57)/.test(code) || /^E[A-Z]+$/.test(code)) return true;
    if (/terminat|timeout exceeded|Connection ended|not queryable|ECONN/i.test(cause.message)) return true;
  }
  return false;
}
