import { and, desc, eq, inArray, isNull, lt, ne } from "drizzle-orm";
import type { Db } from "#db/client";
import { jobs } from "#db/schema/index";
import { terminalStatuses } from "./schema.ts";
import type { JobRow } from "./store.ts";

/** The run before this one with the same scope that did something and whose frames are still there. */
export async function findPrevious(db: Db, scopeKey: string, beforeId: number): Promise<JobRow | null> {
  const [row] = await db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.scopeKey, scopeKey),
        lt(jobs.id, beforeId),
        inArray(jobs.status, [...terminalStatuses]),
        ne(jobs.outcome, "skipped"),
        isNull(jobs.framesDroppedAt),
      ),
    )
    .orderBy(desc(jobs.id))
    .limit(1);
  return row ?? null;
}
