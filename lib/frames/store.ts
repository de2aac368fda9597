import { and, asc, desc, eq, gt, ilike, inArray, lt, type SQL, sql } from "drizzle-orm";
import { type Db, inTransaction } from "#db/client";
import { jobFrames, keptJobFrames } from "#db/schema/index";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { LeaseLost } from "../jobs/lease-lost.ts";
import type { Lease } from "../jobs/schema.ts";
import type { Frame, FrameLevel, NewFrame } from "./schema.ts";

/**
 * Appends frames and gives them the next numbers of the job. One transaction proves the lease, takes the numbers,
 * inserts and hints; a worker that lost its lease gets LeaseLost and nothing is written. Returns the last number.
 */
export async function appendFrames(db: Db, lease: Lease, frames: readonly NewFrame[]): Promise<number> {
  return inTransaction(db, async (tx) => {
    const lastAt = frames.at(-1)?.at ?? new Date();
    const { rows } = await tx.execute<{ last_seq: number }>(sql`
      update jobs set last_seq = last_seq + ${frames.length}, last_frame_at = ${lastAt.toISOString()}
      where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running'
      returning last_seq`);
    const lastSeq = rows[0]?.last_seq;
    if (lastSeq === undefined) throw new LeaseLost(lease.jobId);
    await insertFrames(tx, lease.jobId, Number(lastSeq) - frames.length, frames);
    await publish(tx, topics.job(lease.jobId));
    return Number(lastSeq);
  });
}

/** The last number of a job that this lease owns. */
export async function readLastSeq(db: Db, lease: Lease): Promise<number> {
  const { rows } = await db.execute<{ last_seq: number }>(sql`
    select last_seq from jobs where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running'`);
  const lastSeq = rows[0]?.last_seq;
  if (lastSeq === undefined) throw new LeaseLost(lease.jobId);
  return Number(lastSeq);
}

async function insertFrames(db: Db, jobId: number, before: number, frames: readonly NewFrame[]): Promise<void> {
  const column = <T>(pick: (frame: NewFrame) => T) => sql.param(frames.map(pick));
  await db.execute(sql`
    insert into job_frames (job_id, seq, at, attempt, stage, proxmox_endpoint_id, event, level, text, data)
    select ${jobId}, ${before}::bigint + n, at, attempt, stage, endpoint, event, level, text, data
    from unnest(
      ${column((frame) => frame.at.toISOString())}::timestamptz[], ${column((frame) => frame.attempt)}::int[],
      ${column((frame) => clean(frame.stage))}::text[], ${column((frame) => frame.proxmoxEndpointId)}::bigint[],
      ${column((frame) => clean(frame.event))}::text[], ${column((frame) => frame.level)}::text[],
      ${column((frame) => clean(frame.text))}::text[], ${column((frame) => clean(frame.data))}::text[]
    ) with ordinality as frame(at, attempt, stage, endpoint, event, level, text, data, n)`);
}

/** PostgreSQL cannot hold a NUL character in text; the visible symbol for it stands in. */
const clean = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "\u2400") : text);

export type FrameQuery = {
  jobId: number;
  kept?: boolean;
  after?: number;
  before?: number;
  limit: number;
  newestFirst?: boolean;
  events?: string[];
  stages?: string[];
  levels?: FrameLevel[];
  q?: string;
};

/** Frames of a job by keyset, in ascending order of their number. */
export async function findFrames(db: Db, query: FrameQuery): Promise<Frame[]> {
  const table = query.kept ? keptJobFrames : jobFrames;
  const conditions: (SQL | undefined)[] = [
    eq(table.jobId, query.jobId),
    query.after === undefined ? undefined : gt(table.seq, query.after),
    query.before === undefined ? undefined : lt(table.seq, query.before),
    query.events?.length ? inArray(table.event, query.events) : undefined,
    query.stages?.length ? inArray(table.stage, query.stages) : undefined,
    query.levels?.length ? inArray(table.level, query.levels) : undefined,
    query.q ? ilike(table.text, `%${query.q.replaceAll(/[\\%_]/g, "\\$&")}%`) : undefined,
  ];
  const rows = await db
    .select()
    .from(table)
    .where(and(...conditions))
    .orderBy(query.newestFirst ? desc(table.seq) : asc(table.seq))
    .limit(query.limit);
  return query.newestFirst ? rows.reverse() : rows;
}
