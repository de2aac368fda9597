import type { Db } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { csvLines } from "../format/csv.ts";
import { logLine, streamCompletedLine } from "../frames/format.ts";
import { readFrames } from "../frames/read.ts";
import type { Frame } from "../frames/schema.ts";
import { toWireFrame } from "../frames/wire.ts";
import { noSuchJob } from "./get.ts";
import { findJob } from "./store.ts";

export const logFormats = ["text", "ndjson", "csv"] as const;
export type LogFormat = (typeof logFormats)[number];

const PAGE = 500;

/** The whole log of a job, page by page; what arrives meanwhile is left to the next download. Throws `not_found` at once. */
export async function downloadLog(ctx: Ctx, jobId: number, format: LogFormat): Promise<AsyncGenerator<string>> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await findJob(ctx.db, jobId);
  if (!job) throw noSuchJob(jobId);
  return lines(ctx.db, { jobId, kept: job.framesKept, lastSeq: job.lastSeq }, format);
}

async function* lines(
  db: Db,
  job: { jobId: number; kept: boolean; lastSeq: number },
  format: LogFormat,
): AsyncGenerator<string> {
  if (format === "csv") yield csvLines([["seq", "at", "attempt", "stage", "event", "level", "text", "data"]]);
  for (let after = 0; after < job.lastSeq; ) {
    const frames = await readFrames(db, { ...job, after, before: job.lastSeq + 1, limit: PAGE });
    const last = frames.at(-1);
    if (!last) return;
    after = last.seq;
    yield frames.map(writers[format]).join("");
  }
}

const writers: Record<LogFormat, (frame: Frame) => string> = {
  text: (frame) =>
    frame.event === "complete" ? `${logLine(frame)}\n${streamCompletedLine(frame)}\n` : `${logLine(frame)}\n`,
  ndjson: (frame) => `${JSON.stringify(toWireFrame(frame))}\n`,
  csv: (frame) =>
    csvLines([
      [frame.seq, frame.at.toISOString(), frame.attempt, frame.stage, frame.event, frame.level, frame.text, frame.data],
    ]),
};
