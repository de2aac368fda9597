import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { type FramePage, pageOfFrames } from "../frames/page.ts";
import type { FrameLevel, WireFrame } from "../frames/schema.ts";
import { noSuchJob } from "./get.ts";
import { findJob } from "./store.ts";

export type FramesQuery = {
  after?: number;
  before?: number;
  limit?: number;
  event?: string[];
  stage?: string[];
  problems?: boolean;
  q?: string;
  max_data?: number;
};

const PROBLEM_LEVELS: FrameLevel[] = ["warning", "error"];

export type WireFrames = { frames: WireFrame[]; first_seq: number; last_seq: number };

/** A page of a job's frames by number: after a number upwards, or the ones just before a number. */
export async function readJobFrames(ctx: Ctx, jobId: number, query: FramesQuery): Promise<WireFrames> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  const page: FramePage = await pageOfFrames(ctx.db, {
    jobId,
    kept: job.framesKept,
    after: query.after,
    before: query.before,
    limit: query.limit ?? 1000,
    newestFirst: query.before !== undefined && query.after === undefined,
    events: query.event,
    stages: query.stage,
    levels: query.problems ? PROBLEM_LEVELS : undefined,
    q: query.q,
    maxData: query.max_data,
  });
  return { frames: page.frames, first_seq: page.frames[0]?.seq ?? 0, last_seq: job.lastSeq };
}
