import { and, asc, desc, eq, gte, ilike, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import { type Db, inTransaction, type Tx } from "#db/client";
import type { QueueName } from "#db/queues";
import { ring } from "#db/ring";
import { jobs, users, workers } from "#db/schema/index";
import { likePattern } from "#db/text";
import type { JobOutcome, JobParams, JobStatus } from "./schema.ts";

export type JobRow = typeof jobs.$inferSelect;
/** A job with the names of who started it and of the worker that has it. */
export type JobWithNames = { job: JobRow; username: string | null; workerName: string | null };

export type NewJob = {
  name: string;
  queue: QueueName;
  params: JobParams;
  scopeKey: string;
  backendId: number | null;
  userId: number | null;
  tokenId: number | null;
  scheduleId: number | null;
  parentJobId: number | null;
  scheduledAt: Date | null;
};

/** Inserts the row, makes room for its frames and rings the queue: all of it or nothing. */
export async function insertJob(db: Db, job: NewJob): Promise<JobRow> {
  return inTransaction(db, async (tx) => {
    const status: JobStatus = job.scheduledAt ? "scheduled" : "pending";
    const [row] = await tx
      .insert(jobs)
      .values({ ...job, status })
      .returning();
    if (!row) throw new Error("the job row was not returned");
    await tx.execute(sql`select ensure_frame_partition(${row.id})`);
    await ringQueue(tx, row.id, job.queue, job.scheduledAt);
    return row;
  });
}

/** The queue is a doorbell: its payload is the id of the row and nothing else. */
export const ringQueue = (db: Db, jobId: number, queue: string, startAfter?: Date | null): Promise<void> =>
  ring(db, queue, { jobId }, startAfter);

export async function findJob(db: Db, jobId: number): Promise<JobRow | null> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, jobId));
  return row ?? null;
}

export type JobState = Pick<JobRow, "status" | "outcome" | "lastSeq" | "framesKept">;

/** What a reader of its frames has to know of a job, without its large columns. */
export async function findJobState(db: Db, jobId: number): Promise<JobState | null> {
  const { status, outcome, lastSeq, framesKept } = jobs;
  const [row] = await db.select({ status, outcome, lastSeq, framesKept }).from(jobs).where(eq(jobs.id, jobId));
  return row ?? null;
}

export async function findJobsById(db: Db, jobIds: readonly number[]): Promise<JobRow[]> {
  return jobIds.length === 0
    ? []
    : db
        .select()
        .from(jobs)
        .where(inArray(jobs.id, [...jobIds]));
}

/** How long ago the job was started for the first time, by the database's clock alone. */
export async function findUsedTimeMs(db: Db, jobId: number): Promise<number> {
  const { rows } = await db.execute<{ ms: number }>(sql`
    select coalesce(extract(epoch from now() - started_at) * 1000, 0)::float8 as ms from jobs where id = ${jobId}`);
  return rows[0]?.ms ?? 0;
}

/** Locks the row, so that a transition sees the state it decides about. */
export async function lockJob(tx: Tx, jobId: number): Promise<JobRow | null> {
  const [row] = await tx.select().from(jobs).where(eq(jobs.id, jobId)).for("update");
  return row ?? null;
}

export async function updateJob(db: Db, jobId: number, values: Partial<typeof jobs.$inferInsert>): Promise<void> {
  await db
    .update(jobs)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(jobs.id, jobId));
}

export async function deleteJob(db: Db, jobId: number): Promise<void> {
  await db.delete(jobs).where(eq(jobs.id, jobId));
}

const withNames = (db: Db) =>
  db
    .select({ job: jobs, username: users.username, workerName: workers.name })
    .from(jobs)
    .leftJoin(users, eq(users.id, jobs.userId))
    .leftJoin(workers, eq(workers.id, jobs.workerId));

export async function findJobWithNames(db: Db, jobId: number): Promise<JobWithNames | null> {
  const [row] = await withNames(db).where(eq(jobs.id, jobId));
  return row ?? null;
}

export type JobFilter = {
  ids?: number[];
  name?: string;
  statuses?: JobStatus[];
  outcomes?: JobOutcome[];
  syncTypes?: string[];
  proxmoxEndpointIds?: number[];
  userIds?: number[];
  scheduleIds?: number[];
  createdFrom?: Date;
  createdTo?: Date;
  q?: string;
};

export type JobOrder = "id" | "created_at" | "completed_at" | "name" | "status";

export async function findJobs(
  db: Db,
  filter: JobFilter,
  page: { limit: number; offset: number; order: JobOrder; descending: boolean },
): Promise<JobWithNames[]> {
  const columns = {
    id: jobs.id,
    created_at: jobs.createdAt,
    completed_at: jobs.completedAt,
    name: jobs.name,
    status: jobs.status,
  };
  const direction = page.descending ? desc : asc;
  // In a span of time the index of times is read in its order; that of ids would be walked through all other times.
  const isOfSpan = filter.createdFrom !== undefined || filter.createdTo !== undefined;
  const order = isOfSpan && page.order === "id" ? "created_at" : page.order;
  return withNames(db)
    .where(jobConditions(filter))
    .orderBy(direction(columns[order]), direction(jobs.id))
    .limit(page.limit)
    .offset(page.offset);
}

export function jobConditions(filter: JobFilter): SQL | undefined {
  return and(
    filter.ids?.length ? inArray(jobs.id, filter.ids) : undefined,
    filter.name ? eq(jobs.name, filter.name) : undefined,
    filter.statuses?.length ? inArray(jobs.status, filter.statuses) : undefined,
    filter.outcomes?.length ? inArray(jobs.outcome, filter.outcomes) : undefined,
    filter.userIds?.length ? inArray(jobs.userId, filter.userIds) : undefined,
    filter.scheduleIds?.length ? inArray(jobs.scheduleId, filter.scheduleIds) : undefined,
    hasParams(filter),
    filter.createdFrom ? gte(jobs.createdAt, filter.createdFrom) : undefined,
    filter.createdTo ? lte(jobs.createdAt, filter.createdTo) : undefined,
    hasName(filter.q),
  );
}

/** What of a filter its scope decides: one of these sync types, and one of these endpoints. */
export function hasParams(filter: Pick<JobFilter, "syncTypes" | "proxmoxEndpointIds">): SQL | undefined {
  const anyOf = (values: readonly Record<string, unknown>[] = []) =>
    values.length > 0
      ? or(...values.map((value) => sql`${jobs.params} @> ${JSON.stringify(value)}::jsonb`))
      : undefined;
  return and(
    anyOf(filter.syncTypes?.map((type) => ({ sync_types: [type] }))),
    anyOf(filter.proxmoxEndpointIds?.map((id) => ({ proxmox_endpoint_ids: [id] }))),
  );
}

/** Part of a job's name, capitals or not. */
export const hasName = (q: string | undefined): SQL | undefined => (q ? ilike(jobs.name, likePattern(q)) : undefined);

/** Users who started at least one job; asked user by user, which an index answers however many jobs there are. */
export async function findStarters(db: Db): Promise<{ id: number; username: string }[]> {
  return db
    .select({ id: users.id, username: users.username })
    .from(users)
    .where(sql`exists (select 1 from ${jobs} where ${jobs.userId} = ${users.id})`)
    .orderBy(asc(users.username));
}

/** Jobs that have not ended, by status. */
export async function countByStatus(db: Db): Promise<Partial<Record<JobStatus, number>>> {
  const { rows } = await db.execute<{ status: JobStatus; count: number }>(sql`
    select status, count(*)::int as count from jobs where status in ('pending', 'scheduled', 'running') group by status`);
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}

/** The job that has been waiting to be taken for the longest, when that is more than `forMs`. */
export async function findLongestPending(db: Db, forMs: number): Promise<{ jobId: number; waitingSince: Date } | null> {
  const { rows } = await db.execute<{ id: number; since: string }>(sql`
    select id, (extract(epoch from since) * 1000)::bigint as since
    from (select id, coalesce(scheduled_at, created_at) as since from jobs where status = 'pending') as waiting
    where since < now() - make_interval(secs => ${forMs / 1000}) order by since limit 1`);
  const row = rows[0];
  return row ? { jobId: Number(row.id), waitingSince: new Date(Number(row.since)) } : null;
}
