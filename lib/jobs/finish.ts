import type { Db } from "#db/client";
import { redactSaid } from "../redact.ts";
import { finishLease, handBackLease, type JobEnd } from "./lease-store.ts";
import { withPatience } from "./patience.ts";
import type { Lease } from "./schema.ts";

/** Writes the end of a job, waiting for a database that is away. False: the lease was lost meanwhile. */
export function finishJob(db: Db, lease: Lease, end: JobEnd): Promise<boolean> {
  // What a backend says of its failure may hold what it was given.
  const [error, suggestion] = [redactSaid(end.error), redactSaid(end.suggestion)];
  return withPatience(() => finishLease(db, lease, { ...end, error, suggestion }));
}

/** Gives the job back for another attempt, with the same patience. */
export function handBackJob(db: Db, lease: Lease): Promise<boolean> {
  return withPatience(() => handBackLease(db, lease));
}
