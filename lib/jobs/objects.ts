import type { Db } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { type JobObject, objectEvents, objectFold } from "../frames/objects.ts";
import { readFrames } from "../frames/read.ts";
import { toWireFrame } from "../frames/wire.ts";
import { noSuchJob } from "./get.ts";
import { findJob } from "./store.ts";

/** What happened to each object of a job so far, in the order in which it was last heard of. */
export async function listJobObjects(ctx: Ctx, jobId: number): Promise<JobObject[]> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  return readObjects(ctx.db, { jobId, kept: job.framesKept });
}

const PAGE = 2_000;

/** The same for a job that is known to exist. */
export async function readObjects(db: Db, job: { jobId: number; kept: boolean }): Promise<JobObject[]> {
  const fold = objectFold();
  for (let after = 0; ; ) {
    const frames = await readFrames(db, { ...job, after, limit: PAGE, events: objectEvents });
    for (const frame of frames) fold.add(toWireFrame(frame));
    const last = frames.at(-1);
    if (!last || frames.length < PAGE) break;
    after = last.seq;
  }
  return fold.list().toSorted((a, b) => a.seq - b.seq);
}
