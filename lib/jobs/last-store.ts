import { and, desc, eq, exists, inArray, ne, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { jobStages, jobs } from "#db/schema/index";
import { terminalStatuses } from "./schema.ts";

/** So many jobs are looked through: an endpoint that was never synced must not cost a walk through all of history. */
const LOOKED_AT = 500;

export type EndedJob = { id: number; outcome: string | null; completedAt: Date | null };

export async function findLastEnded(db: Db, endpointId: number): Promise<EndedJob | null> {
  const recent = db
    .select({ id: jobs.id, outcome: jobs.outcome, completedAt: jobs.completedAt })
    .from(jobs)
    .where(and(inArray(jobs.status, [...terminalStatuses]), ne(jobs.outcome, "skipped")))
    .orderBy(desc(jobs.id))
    .limit(LOOKED_AT)
    .as("recent");
  const stages = db
    .select({ one: sql`1` })
    .from(jobStages)
    .where(and(eq(jobStages.jobId, recent.id), eq(jobStages.proxmoxEndpointId, endpointId)));
  const [row] = await db.select().from(recent).where(exists(stages)).orderBy(desc(recent.id)).limit(1);
  return row ?? null;
}
