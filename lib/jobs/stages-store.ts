import { asc, eq, inArray, sql } from "drizzle-orm";
import { type Db, inTransaction, type Tx } from "#db/client";
import { jobStages } from "#db/schema/index";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { LeaseLost } from "./lease-lost.ts";
import type { Lease } from "./schema.ts";

export type StageRow = typeof jobStages.$inferSelect;
export type NewStage = Omit<typeof jobStages.$inferInsert, "jobId">;

export async function findStages(db: Db, jobIds: readonly number[]): Promise<StageRow[]> {
  if (jobIds.length === 0) return [];
  return db
    .select()
    .from(jobStages)
    .where(inArray(jobStages.jobId, [...jobIds]))
    .orderBy(asc(jobStages.jobId), asc(jobStages.position));
}

/** Writes the plan of a job. Steps of an earlier attempt keep their results. */
export async function savePlan(db: Db, lease: Lease, plan: readonly NewStage[]): Promise<StageRow[]> {
  return inTransaction(db, async (tx) => {
    await proveLease(tx, lease);
    if (plan.length > 0) {
      await tx
        .insert(jobStages)
        .values(plan.map((stage) => ({ ...stage, jobId: lease.jobId })))
        .onConflictDoNothing();
    }
    return tx.select().from(jobStages).where(eq(jobStages.jobId, lease.jobId)).orderBy(asc(jobStages.position));
  });
}

/** Stores what is known of one step, at its start and at its end. */
export async function saveStage(db: Db, lease: Lease, position: number, values: Partial<NewStage>): Promise<void> {
  await inTransaction(db, async (tx) => {
    await proveLease(tx, lease);
    await tx
      .update(jobStages)
      .set(values)
      .where(sql`${jobStages.jobId} = ${lease.jobId} and ${jobStages.position} = ${position}`);
    await publish(tx, topics.job(lease.jobId));
  });
}

/** Locks the job row for this lease; a worker that lost it gets LeaseLost and writes nothing. */
async function proveLease(tx: Tx, lease: Lease): Promise<void> {
  const { rows } = await tx.execute(sql`
    select 1 from jobs where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running' for update`);
  if (rows.length === 0) throw new LeaseLost(lease.jobId);
}

export type JobState = {
  progress?: unknown;
  counts?: Record<string, number>;
  /** The fold after frame `foldSeq`, so that a page need not start from the first frame. */
  fold?: { state: unknown; seq: number };
  objectsSeq?: number;
  waitingReason?: string | null;
};

/** What a running job tells about itself between its frames. */
export async function saveJobState(db: Db, lease: Lease, state: JobState): Promise<void> {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  const sets = [
    sql`updated_at = now()`,
    ...(state.progress === undefined ? [] : [sql`progress = ${json(state.progress)}`]),
    ...(state.counts === undefined ? [] : [sql`counts = ${json(state.counts)}`]),
    ...(state.fold === undefined
      ? []
      : [sql`fold_state = ${json(state.fold.state)}`, sql`fold_seq = ${state.fold.seq}`]),
    ...(state.objectsSeq === undefined ? [] : [sql`objects_seq = ${state.objectsSeq}`]),
    ...(state.waitingReason === undefined ? [] : [sql`waiting_reason = ${state.waitingReason}`]),
  ];
  const { rows } = await db.execute(sql`
    update jobs set ${sql.join(sets, sql`, `)}
    where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running' returning id`);
  if (rows.length === 0) throw new LeaseLost(lease.jobId);
}
