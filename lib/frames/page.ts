import type { Db } from "#db/client";
import type { WireFrame } from "./schema.ts";
import { type FrameQuery, findFrames } from "./store.ts";
import { toWireFrame } from "./wire.ts";

/** Frames as the API sends them. */
export async function pageOfFrames(db: Db, query: FrameQuery): Promise<WireFrame[]> {
  const frames = await findFrames(db, query);
  return frames.map((frame) => toWireFrame(frame, query.maxData));
}
