import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { pendingPushes } from "#db/schema/index";
import type { EndpointKind } from "../endpoints/schema.ts";

export type PushRow = typeof pendingPushes.$inferSelect;

const isRow = (kind: EndpointKind, endpointId: number) =>
  and(eq(pendingPushes.kind, kind), eq(pendingPushes.endpointId, endpointId));

/** A newer save takes the place of an older one and starts its tries anew. */
export async function upsertPush(
  db: Db,
  input: { kind: EndpointKind; endpointId: number; requestedBy: string },
): Promise<void> {
  const fresh = {
    requestedAt: sql`clock_timestamp()`,
    requestedBy: input.requestedBy,
    attempts: 0,
    nextTryAt: sql`clock_timestamp()`,
    lastError: null,
    refusedAt: null,
  };
  await db
    .insert(pendingPushes)
    .values({ kind: input.kind, endpointId: input.endpointId, ...fresh })
    .onConflictDoUpdate({ target: [pendingPushes.kind, pendingPushes.endpointId], set: fresh });
}

export async function findPush(db: Db, kind: EndpointKind, endpointId: number): Promise<PushRow | null> {
  const [row] = await db.select().from(pendingPushes).where(isRow(kind, endpointId));
  return row ?? null;
}

export async function deletePush(db: Db, kind: EndpointKind, endpointId: number): Promise<boolean> {
  const rows = await db.delete(pendingPushes).where(isRow(kind, endpointId)).returning({ kind: pendingPushes.kind });
  return rows.length > 0;
}

/** Takes the next due row for a while: no other worker has it until `until`, and a dead taker leaves it to others then. */
export async function takeDuePush(db: Db, input: { now: Date; until: Date }): Promise<PushRow | null> {
  // What was never tried is due whatever the clocks of database and worker say: its hint comes only once.
  const isDue = or(eq(pendingPushes.attempts, 0), lte(pendingPushes.nextTryAt, input.now));
  const due = db
    .select({ kind: pendingPushes.kind, endpointId: pendingPushes.endpointId })
    .from(pendingPushes)
    .where(and(isNull(pendingPushes.refusedAt), isDue))
    .orderBy(asc(pendingPushes.nextTryAt))
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await db
    .update(pendingPushes)
    .set({ nextTryAt: input.until, attempts: sql`${pendingPushes.attempts} + 1` })
    .where(sql`(${pendingPushes.kind}, ${pendingPushes.endpointId}) in ${due}`)
    .returning();
  return row ?? null;
}

const isSameRequest = (row: PushRow) =>
  and(isRow(row.kind, row.endpointId), eq(pendingPushes.requestedAt, row.requestedAt));

/**
 * Done, unless it was saved again meanwhile. When that newer save was delivered meanwhile, too, the older one may have
 * reached the backend last: then it is pushed once more.
 */
export async function settlePush(db: Db, row: PushRow): Promise<void> {
  const { kind, endpointId, requestedBy } = row;
  const settled = await db.delete(pendingPushes).where(isSameRequest(row)).returning({ kind: pendingPushes.kind });
  if (settled.length > 0 || (await findPush(db, kind, endpointId))) return;
  await upsertPush(db, { kind, endpointId, requestedBy });
}

export async function failPush(
  db: Db,
  row: PushRow,
  failure: { error: string; nextTryAt: Date; refusedAt: Date | null },
): Promise<void> {
  const { error: lastError, nextTryAt, refusedAt } = failure;
  await db.update(pendingPushes).set({ lastError, nextTryAt, refusedAt }).where(isSameRequest(row));
}
