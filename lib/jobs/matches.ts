import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { readMatches } from "../frames/read.ts";
import { type FramesQuery, toFrameFilter } from "./frames.ts";
import { noSuchJob } from "./get.ts";
import { findJob } from "./store.ts";

/** Numbers of lines that match among those up to `scanned_to`, from the last part on. */
export type Matches = { scanned_to: number; last_seq: number; seqs: number[] };

export type MatchQuery = Omit<FramesQuery, "before" | "limit" | "seq" | "max_data">;

/** The first part is small, so that a first hit shows at once … */
const FIRST_RANGE = 20_000;
/** … and the others as large as one answer is quick. */
const RANGE = 100_000;
/** Two parts are read at the same time: more would keep the database from those who write. */
const AT_ONCE = 2;

/**
 * The numbers of all lines of a log that match, found part by part in their order: what arrives tells at once where the
 * first hit is, and at the end how many there are. Throws `not_found` before it starts.
 */
export async function findJobMatches(ctx: Ctx, jobId: number, query: MatchQuery): Promise<AsyncGenerator<Matches>> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  const filter = toFrameFilter(query);
  const read = (after: number, to: number): Promise<number[]> =>
    readMatches(ctx.db, { ...filter, jobId, kept: job.framesKept, after, before: to + 1 });
  return scan(read, query.after ?? 0, job.lastSeq);
}

async function* scan(
  read: (after: number, to: number) => Promise<number[]>,
  start: number,
  lastSeq: number,
): AsyncGenerator<Matches> {
  const waiting: { to: number; seqs: Promise<number[]> }[] = [];
  let next = start;
  let size = FIRST_RANGE;
  while (next < lastSeq || waiting.length > 0) {
    while (waiting.length < AT_ONCE && next < lastSeq) {
      const to = Math.min(lastSeq, next + size);
      const seqs = read(next, to);
      // Its failure is met when its turn comes.
      seqs.catch(() => {});
      waiting.push({ to, seqs });
      next = to;
      size = RANGE;
    }
    const part = waiting.shift();
    if (part) yield { scanned_to: part.to, last_seq: lastSeq, seqs: await part.seqs };
  }
}
