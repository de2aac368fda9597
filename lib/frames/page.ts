import type { Db } from "#db/client";
import type { WireFrame } from "./schema.ts";
import { type FrameQuery, findFrames } from "./store.ts";
import { toWireFrame } from "./wire.ts";

/** A page ends early here, but is never empty: one frame may be larger. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
/** Frames are read in steps of this size, so that a page of huge frames is not held as a whole. */
const STEP = 100;

export type FramePage = { frames: WireFrame[] };

/** Frames as the API sends them, at most `limit` and about 4 MiB. */
export async function pageOfFrames(db: Db, query: FrameQuery & { maxData?: number }): Promise<FramePage> {
  const frames: WireFrame[] = [];
  let bytes = 0;
  let cursor = query.newestFirst ? query.before : query.after;
  while (frames.length < query.limit) {
    const limit = Math.min(STEP, query.limit - frames.length);
    const step = await findFrames(db, { ...query, limit, [query.newestFirst ? "before" : "after"]: cursor });
    const ordered = query.newestFirst ? step.toReversed() : step;
    for (const frame of ordered) {
      bytes += Math.min(frame.data.length, query.maxData ?? Number.POSITIVE_INFINITY) + frame.text.length;
      if (frames.length > 0 && bytes > MAX_PAGE_BYTES) return finish(frames, query);
      frames.push(toWireFrame(frame, query.maxData));
    }
    cursor = ordered.at(-1)?.seq;
    if (step.length < limit) break;
  }
  return finish(frames, query);
}

const finish = (frames: WireFrame[], query: FrameQuery): FramePage => ({
  frames: query.newestFirst ? frames.toReversed() : frames,
});
