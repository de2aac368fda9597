import { and, asc, desc, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { jobFrames, keptJobFrames } from "#db/schema/index";
import { holdsText, likePattern, storable } from "#db/text";
import { CHANNEL, topics } from "../events/topics.ts";
import { LeaseLost } from "../jobs/lease-lost.ts";
import type { Lease } from "../jobs/schema.ts";
import type { Frame, FrameLevel, NewFrame } from "./schema.ts";

/**
 * Appends frames and gives them the next numbers of the job. One statement proves the lease, takes the numbers, inserts
 * and hints, and is a transaction of its own: ingest is bound by round trips. A worker that lost its lease gets
 * LeaseLost and nothing is written. Returns the last number.
 */
export async function appendFrames(db: Db, lease: Lease, frames: readonly NewFrame[]): Promise<number> {
  const column = <T>(pick: (frame: NewFrame) => T) => sql.param(frames.map(pick));
  const lastAt = frames.at(-1)?.at ?? new Date();
  const { rows } = await db.execute<{ last_seq: number }>(sql`
    with taken as (
      update jobs set last_seq = last_seq + ${frames.length}, last_frame_at = ${lastAt.toISOString()}
      where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running'
      returning last_seq
    ), written as (
      insert into job_frames (job_id, seq, at, attempt, stage, proxmox_endpoint_id, event, level, text, data)
      select ${lease.jobId}, last_seq - ${frames.length}::bigint + n,
        frame.at, frame.attempt, frame.stage, frame.endpoint, frame.event, frame.level, frame.text, frame.data
      from taken, unnest(
        ${column((frame) => frame.at.toISOString())}::timestamptz[], ${column((frame) => frame.attempt)}::int[],
        ${column((frame) => storable(frame.stage))}::text[], ${column((frame) => frame.proxmoxEndpointId)}::bigint[],
        ${column((frame) => storable(frame.event))}::text[], ${column((frame) => frame.level)}::text[],
        ${column((frame) => storable(frame.text))}::text[], ${column((frame) => storable(frame.data))}::text[]
      ) with ordinality as frame(at, attempt, stage, endpoint, event, level, text, data, n)
    )
    select last_seq, pg_notify(${CHANNEL}, ${topics.job(lease.jobId)}) from taken`);
  const lastSeq = rows[0]?.last_seq;
  if (lastSeq === undefined) throw new LeaseLost(lease.jobId);
  return Number(lastSeq);
}

/** The last number of a job that this lease owns. */
export async function readLastSeq(db: Db, lease: Lease): Promise<number> {
  const { rows } = await db.execute<{ last_seq: number }>(sql`
    select last_seq from jobs where id = ${lease.jobId} and lease_id = ${lease.leaseId} and status = 'running'`);
  const lastSeq = rows[0]?.last_seq;
  if (lastSeq === undefined) throw new LeaseLost(lease.jobId);
  return Number(lastSeq);
}

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
  /** Lines about the object of exactly this name. */
  object?: string;
  /** Only lines of these numbers. */
  seqs?: readonly number[];
  /** Longer data is cut off, one character behind this length. */
  maxData?: number;
};

/** A thousand frames of up to this size come at once … */
const SHORT_BYTES = 4 * 1024;
/** … and of the larger ones as many as fill this, and so at least one. */
const MAX_LONG_BYTES = 4 * 1024 * 1024;

/**
 * Frames of a job by keyset, in ascending order of their number: up to `limit`, fewer where large ones fill the page,
 * and none only where there are none. Read as PostgreSQL gives them: a log is as long as it is, and to map each row and
 * column costs as much as all the rest.
 */
export async function findFrames(db: Db, query: FrameQuery): Promise<Frame[]> {
  const table = query.kept ? keptJobFrames : jobFrames;
  const order = query.newestFirst ? desc(sql`seq`) : asc(sql`seq`);
  // One character more than is shown tells that there is more.
  const data = query.maxData === undefined ? sql`data` : sql`left(data, ${query.maxData + 1}) as data`;
  const isShort = sql`octet_length(text) + octet_length(data) <= ${SHORT_BYTES}`;
  const { rows } = await db.execute<StoredFrame>(sql`
    select seq, at, attempt, stage, "proxmoxEndpointId", event, level,
      case when ${isShort} then text end as text, case when ${isShort} then data end as data
    from (
      select seq, at, attempt, stage, proxmox_endpoint_id as "proxmoxEndpointId", event, level, text, ${data}
      from ${table} where ${frameConditions(table, query)} order by ${order} limit ${query.limit}
    ) as page order by ${order}`);
  const longSeqs = rows.filter(isLong).map((row) => row.seq);
  if (longSeqs.length > 0) {
    const source = sql`select seq, text, ${data} from ${table}
      where ${frameConditions(table, { jobId: query.jobId, seqs: longSeqs })}`;
    addLong(rows, await readLong(db, source, order));
  }
  const frames = rows.map((row) => Object.assign(row, { at: new Date(row.at) }) as Frame); // safe because none is long any more
  return query.newestFirst ? frames.reverse() : frames;
}

type LongTexts = { seq: number; text: string; data: string };
type StoredFrame = Omit<Frame, "at" | "value" | "text" | "data"> & {
  at: string;
  text: string | null;
  data: string | null;
};

const isLong = (row: StoredFrame): boolean => row.data === null;

/** The first of large frames: their sizes are added up where they are stored. */
async function readLong(db: Db, source: SQL, order: SQL): Promise<Map<number, LongTexts>> {
  const { rows } = await db.execute<LongTexts>(sql`
    select seq, text, data from (
      select *, sum(octet_length(data) + octet_length(text)) over (order by ${order} rows unbounded preceding) as bytes
      from (${source}) as page
    ) as measured
    where bytes - octet_length(data) - octet_length(text) < ${MAX_LONG_BYTES}`);
  return new Map(rows.map((row) => [row.seq, row]));
}

/** The page ends before the first large frame that did not come. */
function addLong(rows: StoredFrame[], long: ReadonlyMap<number, LongTexts>): void {
  for (const row of rows) if (isLong(row)) Object.assign(row, long.get(row.seq));
  const end = rows.findIndex(isLong);
  if (end >= 0) rows.splice(end);
}

/** The numbers of the lines that match, ascending: what a search counts. Nothing but the number is read. */
export async function findMatches(db: Db, query: Omit<FrameQuery, "limit">): Promise<number[]> {
  const table = query.kept ? keptJobFrames : jobFrames;
  const rows = await db
    .select({ seq: table.seq })
    .from(table)
    .where(frameConditions(table, query))
    .orderBy(asc(table.seq));
  return rows.map((row) => row.seq);
}

type FrameTable = typeof jobFrames | typeof keptJobFrames;

function frameConditions(table: FrameTable, query: Omit<FrameQuery, "limit">): SQL | undefined {
  return and(
    eq(table.jobId, query.jobId),
    query.after === undefined ? undefined : gt(table.seq, query.after),
    query.before === undefined ? undefined : lt(table.seq, query.before),
    query.seqs ? inArray(table.seq, [...query.seqs]) : undefined,
    query.events?.length ? inArray(table.event, query.events) : undefined,
    query.stages?.length ? inArray(table.stage, query.stages) : undefined,
    query.levels?.length ? inArray(table.level, query.levels) : undefined,
    query.q ? holdsText(table.text, query.q) : undefined,
    // The backend's JSON names an object as a whole string, in whatever member.
    query.object ? sql`${table.data} like ${likePattern(JSON.stringify(query.object))}` : undefined,
  );
}
