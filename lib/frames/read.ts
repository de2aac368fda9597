import type { Db } from "#db/client";
import type { Frame } from "./schema.ts";
import { type FrameQuery, findFrames, findMatches } from "./store.ts";

/** Stored frames of a job in the order of their numbers, for other nouns. */
export function readFrames(db: Db, query: FrameQuery): Promise<Frame[]> {
  return findFrames(db, query);
}

/** The numbers of the lines that match. */
export function readMatches(db: Db, query: Omit<FrameQuery, "limit">): Promise<number[]> {
  return findMatches(db, query);
}
