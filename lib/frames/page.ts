import type { Db } from "#db/client";
import type { WireFrame } from "./schema.ts";
import { type FrameQuery, findFrames } from "./store.ts";
import { toWireFrame } from "./wire.ts";

/** A page ends where it is so large, but is never empty: one frame may be larger. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** Frames as the API sends them, at most `limit` and about 4 MiB: a page of huge ones is never held as a whole. */
export async function pageOfFrames(db: Db, query: Omit<FrameQuery, "maxBytes">): Promise<WireFrame[]> {
  const frames = await findFrames(db, { ...query, maxBytes: MAX_PAGE_BYTES });
  return frames.map((frame) => toWireFrame(frame, query.maxData));
}
