import { z } from "zod";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { pageOfFrames } from "../frames/page.ts";
import { type FrameLevel, WireFrame } from "../frames/schema.ts";
import { noSuchJob } from "./get.ts";
import { findJobState } from "./store.ts";

export type FramesQuery = {
  after?: number;
  before?: number;
  limit?: number;
  event?: string[];
  stage?: string[];
  level?: FrameLevel[];
  object?: string;
  /** Only the lines of these numbers. */
  seq?: number[];
  problems?: boolean;
  q?: string;
  max_data?: number;
};

const PROBLEM_LEVELS: FrameLevel[] = ["warning", "error"];

export const WireFrames = z.object({ frames: z.array(WireFrame), first_seq: z.number(), last_seq: z.number() });
export type WireFrames = z.infer<typeof WireFrames>;
/** What a line must be like, as the store takes it. */
export function toFrameFilter(query: FramesQuery) {
  const levels = query.problems ? PROBLEM_LEVELS.filter((level) => query.level?.includes(level) ?? true) : query.level;
  return {
    events: query.event,
    stages: query.stage,
    levels,
    q: query.q,
    object: query.object,
    // No level is left of problems that are to be neither: nothing matches.
    seqs: levels?.length === 0 ? [] : query.seq,
  };
}

/** A page of a job's frames by number: after a number upwards, or the ones just before a number. */
export async function readJobFrames(ctx: Ctx, jobId: number, query: FramesQuery): Promise<WireFrames> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJobState(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  const frames = await pageOfFrames(ctx.db, {
    jobId,
    kept: job.framesKept,
    after: query.after,
    before: query.before,
    limit: query.limit ?? 1000,
    newestFirst: query.before !== undefined && query.after === undefined,
    ...toFrameFilter(query),
    maxData: query.max_data,
  });
  return { frames, first_seq: frames[0]?.seq ?? 0, last_seq: job.lastSeq };
}
