import type { Db } from "#db/client";
import { objectEvents, objectFold } from "../frames/objects.ts";
import { readFrames } from "../frames/read.ts";
import { toWireFrame } from "../frames/wire.ts";
import { findStructuredPlaces, markObjects, saveObjects } from "./objects-store.ts";
import type { JobRow } from "./store.ts";

const PAGE = 1_000;
/** Together with the console's own lines, which tell where a stage ends. */
const events = [...objectEvents, "console"];

/**
 * Makes the objects of a job that is over from its frames, where its worker did not: it died, or was of an older
 * release. Whoever asks first waits for it; two may do it at once.
 */
export async function completeObjects(db: Db, job: JobRow): Promise<void> {
  if (job.completedAt === null || job.objectsSeq >= job.lastSeq || job.framesDroppedAt !== null) return;
  const fold = objectFold({ structured: await findStructuredPlaces(db, job.id) });
  for (let after = job.objectsSeq; after < job.lastSeq; ) {
    const frames = await readFrames(db, { jobId: job.id, kept: job.framesKept, after, limit: PAGE, events });
    for (const frame of frames) fold.add(toWireFrame(frame));
    after = frames.at(-1)?.seq ?? job.lastSeq;
    if (fold.size() >= PAGE) await saveObjects(db, { endedJobId: job.id }, fold.take());
  }
  await saveObjects(db, { endedJobId: job.id }, fold.take());
  await markObjects(db, job.id, job.lastSeq);
}
