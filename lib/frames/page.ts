import type { Db } from "#db/client";
import type { Frame, WireFrame } from "./schema.ts";
import { type FrameQuery, findFrames } from "./store.ts";
import { toWireFrame } from "./wire.ts";

/** A page ends early here, but is never empty: one frame may be larger. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
/** So many frames are read to learn how large they are, and as many more as fit: a page of huge ones is never held as a whole. */
const FIRST_STEP = 100;

export type FramePage = { frames: WireFrame[] };

/** Frames as the API sends them, at most `limit` and about 4 MiB. */
export async function pageOfFrames(db: Db, query: FrameQuery & { maxData?: number }): Promise<FramePage> {
  const frames: WireFrame[] = [];
  let bytes = 0;
  let stepSize = FIRST_STEP;
  let cursor = query.newestFirst ? query.before : query.after;
  while (frames.length < query.limit) {
    const limit = Math.min(stepSize, query.limit - frames.length);
    const step = await findFrames(db, { ...query, limit, [query.newestFirst ? "before" : "after"]: cursor });
    const ordered = query.newestFirst ? step.toReversed() : step;
    for (const frame of ordered) {
      bytes += Math.min(frame.data.length, query.maxData ?? Number.POSITIVE_INFINITY) + frame.text.length;
      if (frames.length > 0 && bytes > MAX_PAGE_BYTES) return finish(frames, query);
      frames.push(toWireFrame(frame, query.maxData));
    }
    cursor = ordered.at(-1)?.seq;
    if (step.length < limit) break;
    stepSize = fittingStep(step);
  }
  return finish(frames, query);
}

/** How many frames like these are held without harm, as they are stored: what is sent of them may be shorter. */
function fittingStep(step: readonly Frame[]): number {
  const bytes = step.reduce((sum, frame) => sum + frame.data.length + frame.text.length, 1);
  return Math.max(FIRST_STEP, Math.floor((MAX_PAGE_BYTES * step.length) / bytes));
}

const finish = (frames: WireFrame[], query: FrameQuery): FramePage => ({
  frames: query.newestFirst ? frames.toReversed() : frames,
});
