import { and, asc, desc, eq, ilike, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { jobObjects } from "#db/schema/index";
import { likePattern, storable } from "#db/text";
import { DISCOVERED, type FreshObjects, type JobObject, type ObjectPlace, type ObjectWord } from "../frames/objects.ts";
import type { Lease } from "./schema.ts";

/** Rows of one statement: it locks the job's row against transitions for no longer than that takes. */
const CHUNK = 1_000;
const MAX_TEXT = 4_000;
const MAX_INT = 2_147_483_647;

/** Who writes: the worker that holds the job, or whoever makes up for a job that is over. */
export type ObjectsWriter = { lease: Lease } | { endedJobId: number };

/**
 * Stores what frames said of objects. The word with the higher number wins, so that writing twice, late or from two
 * sides comes to the same; nothing is written for a lease that was lost.
 */
export async function saveObjects(db: Db, writer: ObjectsWriter, fresh: FreshObjects): Promise<void> {
  const jobId = "lease" in writer ? writer.lease.jobId : writer.endedJobId;
  for (const place of fresh.replaced) await deleteLegacy(db, jobId, place);
  for (let from = 0; from < fresh.words.length; from += CHUNK) {
    await upsertWords(db, jobId, mayWrite(writer), fresh.words.slice(from, from + CHUNK));
  }
}

const mayWrite = (writer: ObjectsWriter): SQL =>
  "lease" in writer
    ? sql`exists (select 1 from jobs where id = ${writer.lease.jobId} and lease_id = ${writer.lease.leaseId} and status = 'running')`
    : sql`exists (select 1 from jobs where id = ${writer.endedJobId} and completed_at is not null)`;

async function upsertWords(db: Db, jobId: number, guard: SQL, words: readonly ObjectWord[]): Promise<void> {
  const column = <T>(pick: (word: ObjectWord) => T) => sql.param(words.map(pick));
  await db.execute(sql`
    insert into job_objects (job_id, stage, proxmox_endpoint_id, kind, name, operation, status,
      netbox_id, netbox_url, message, duration_ms, seq, is_legacy)
    select ${jobId}, word.* from unnest(
      ${column((word) => word.stage)}::text[], ${column((word) => word.proxmox_endpoint_id ?? 0)}::bigint[],
      ${column((word) => word.kind)}::text[], ${column((word) => word.name)}::text[],
      ${column((word) => shortened(word.operation))}::text[], ${column((word) => shortened(word.status))}::text[],
      ${column((word) => toInt(word.netbox_id))}::int[], ${column((word) => word.netbox_url && shortened(word.netbox_url))}::text[],
      ${column((word) => word.message && shortened(word.message))}::text[], ${column((word) => toInt(word.duration_ms))}::int[],
      ${column((word) => word.seq)}::bigint[], ${column((word) => word.isLegacy)}::bool[]
    ) as word where ${guard}
    on conflict (job_id, stage, proxmox_endpoint_id, kind, name) do update set
      operation = excluded.operation, status = excluded.status, netbox_id = excluded.netbox_id,
      netbox_url = excluded.netbox_url, message = excluded.message, duration_ms = excluded.duration_ms,
      seq = excluded.seq, is_legacy = excluded.is_legacy
    where excluded.seq >= job_objects.seq and excluded.status <> ${DISCOVERED}`);
}

const shortened = (text: string): string => storable(text.slice(0, MAX_TEXT));

const toInt = (value: number | null): number | null =>
  value !== null && Number.isInteger(value) && Math.abs(value) <= MAX_INT ? value : null;

async function deleteLegacy(db: Db, jobId: number, place: ObjectPlace): Promise<void> {
  await db
    .delete(jobObjects)
    .where(
      and(
        eq(jobObjects.jobId, jobId),
        eq(jobObjects.stage, place.stage),
        eq(jobObjects.proxmoxEndpointId, place.proxmox_endpoint_id ?? 0),
        eq(jobObjects.isLegacy, true),
      ),
    );
}

/** Where structured lines were seen. */
export async function findStructuredPlaces(db: Db, jobId: number): Promise<ObjectPlace[]> {
  const rows = await db
    .selectDistinct({ stage: jobObjects.stage, endpointId: jobObjects.proxmoxEndpointId })
    .from(jobObjects)
    .where(and(eq(jobObjects.jobId, jobId), eq(jobObjects.isLegacy, false)));
  return rows.map((row) => ({ stage: row.stage, proxmox_endpoint_id: row.endpointId || null }));
}

/** Says that the objects of a job that is over are complete up to a frame. */
export async function markObjects(db: Db, jobId: number, seq: number): Promise<void> {
  await db.execute(sql`
    update jobs set objects_seq = ${seq} where id = ${jobId} and completed_at is not null and objects_seq < ${seq}`);
}

export type ObjectFilter = {
  kinds?: string[];
  operations?: string[];
  statuses?: string[];
  stages?: string[];
  proxmoxEndpointIds?: number[];
  q?: string;
};

export type ObjectPage = { limit: number; offset: number; order: "seq" | "name"; descending: boolean };

const columns = {
  name: jobObjects.name,
  kind: jobObjects.kind,
  operation: jobObjects.operation,
  status: jobObjects.status,
  stage: jobObjects.stage,
  proxmox_endpoint_id: sql<number | null>`nullif(${jobObjects.proxmoxEndpointId}, 0)`.mapWith(Number),
  netbox_id: jobObjects.netboxId,
  netbox_url: jobObjects.netboxUrl,
  message: jobObjects.message,
  duration_ms: jobObjects.durationMs,
  seq: jobObjects.seq,
};

/** A page of a job's objects, in the order in which they were last heard of unless told otherwise. */
export async function findObjects(
  db: Db,
  jobId: number,
  filter: ObjectFilter,
  page: ObjectPage,
): Promise<Total & { results: JobObject[] }> {
  const where = objectConditions(jobId, filter);
  const direction = page.descending ? desc : asc;
  const order = page.order === "name" ? [direction(jobObjects.name), asc(jobObjects.seq)] : [direction(jobObjects.seq)];
  const [total, results] = await Promise.all([
    countRows(db, sql`select 1 from ${jobObjects} where ${where}`),
    db
      .select(columns)
      .from(jobObjects)
      .where(where)
      .orderBy(...order)
      .limit(page.limit)
      .offset(page.offset),
  ]);
  return { ...total, results };
}

/** All objects that these stages told of, in the order in which they were last heard of. */
export const findObjectsOfStages = (db: Db, jobId: number, stages: string[]): Promise<JobObject[]> =>
  db.select(columns).from(jobObjects).where(objectConditions(jobId, { stages })).orderBy(asc(jobObjects.seq));

function objectConditions(jobId: number, filter: ObjectFilter): SQL {
  return and(
    eq(jobObjects.jobId, jobId),
    filter.kinds?.length ? inArray(jobObjects.kind, filter.kinds) : undefined,
    filter.operations?.length ? inArray(jobObjects.operation, filter.operations) : undefined,
    filter.statuses?.length ? inArray(jobObjects.status, filter.statuses) : undefined,
    filter.stages?.length ? inArray(jobObjects.stage, filter.stages) : undefined,
    filter.proxmoxEndpointIds?.length ? inArray(jobObjects.proxmoxEndpointId, filter.proxmoxEndpointIds) : undefined,
    filter.q ? ilike(jobObjects.name, likePattern(filter.q)) : undefined,
  ) as SQL; // safe because the job is always a condition
}

export type ObjectGroup = { operation: string; status: string; kind: string; stage: string; count: number };

/** How many objects there are of each sort: what filters offer. */
export async function countObjectGroups(db: Db, jobId: number): Promise<ObjectGroup[]> {
  const { operation, status, kind, stage } = jobObjects;
  return db
    .select({ operation, status, kind, stage, count: sql<number>`count(*)::int` })
    .from(jobObjects)
    .where(eq(jobObjects.jobId, jobId))
    .groupBy(operation, status, kind, stage);
}

const failed = (table: string): SQL => sql.raw(`(${table}.status = 'failed' or ${table}.operation = 'failed')`);

/** The objects that fail in one run and not in the other, or are done in one and failed in the other. */
export function findTurned(
  db: Db,
  input: { jobId: number; previousId: number | null; turned: "failing" | "recovered" },
  limit: number,
): Promise<Total & { results: JobObject[] }> {
  const before = sql`exists (select 1 from job_objects before
    where before.job_id = ${input.previousId ?? 0} and before.stage = job_objects.stage
    and before.proxmox_endpoint_id = job_objects.proxmox_endpoint_id and before.kind = job_objects.kind
    and before.name = job_objects.name and ${failed("before")})`;
  const where = sql`${jobObjects.jobId} = ${input.jobId} and ${
    input.turned === "failing"
      ? sql`${failed("job_objects")} and not ${before}`
      : sql`job_objects.status = 'completed' and job_objects.operation <> 'failed' and ${before}`
  }`;
  return countedPage(db, where, limit);
}

async function countedPage(db: Db, where: SQL, limit: number): Promise<Total & { results: JobObject[] }> {
  const [total, results] = await Promise.all([
    countRows(db, sql`select 1 from ${jobObjects} where ${where}`),
    db.select(columns).from(jobObjects).where(where).orderBy(asc(jobObjects.seq)).limit(limit),
  ]);
  return { ...total, results };
}

/** What a run did to objects in one way, e.g. everything it created. */
export const findDone = (db: Db, jobId: number, operation: string, limit: number) =>
  countedPage(
    db,
    sql`${jobObjects.jobId} = ${jobId} and ${jobObjects.status} = 'completed' and ${jobObjects.operation} = ${operation}`,
    limit,
  );
