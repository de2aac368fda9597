import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { checkHistory, checks } from "#db/schema/index";
import type { CheckFacts, CheckStatus, Service } from "./schema.ts";

export type CheckRow = typeof checks.$inferSelect;
export type HistoryRow = typeof checkHistory.$inferSelect;

/** The column says `backend` where the API says `fastapi`. */
const stored = (service: Service): CheckRow["service"] => (service === "fastapi" ? "backend" : service);

const isOf = (service: Service, endpointId: number) =>
  and(eq(checks.service, stored(service)), eq(checks.endpointId, endpointId));

export async function findCheck(db: Db, service: Service, endpointId: number): Promise<CheckRow | null> {
  const [row] = await db.select().from(checks).where(isOf(service, endpointId));
  return row ?? null;
}

export function findChecks(db: Db, service: Service, endpointIds?: readonly number[]): Promise<CheckRow[]> {
  const these = endpointIds && inArray(checks.endpointId, [...endpointIds]);
  return db
    .select()
    .from(checks)
    .where(and(eq(checks.service, stored(service)), these));
}

export type NewCheck = {
  service: Service;
  endpointId: number;
  status: CheckStatus;
  facts: CheckFacts;
  failures: number;
  at: Date;
  changedAt: Date | null;
  nextCheckAt: Date;
};

/** Stores a result and a line of history. */
export async function saveCheck(db: Db, check: NewCheck): Promise<void> {
  const service = stored(check.service);
  const { endpointId, facts, at } = check;
  const values = {
    service,
    endpointId,
    status: check.status,
    result: facts as unknown as Record<string, unknown>, // safe because facts are plain JSON
    checkedAt: at,
    changedAt: check.changedAt,
    nextCheckAt: check.nextCheckAt,
    failures: check.failures,
  };
  await db
    .insert(checks)
    .values(values)
    .onConflictDoUpdate({ target: [checks.service, checks.endpointId], set: values });
  const { reachable, latencyMs, detail } = facts;
  await db.insert(checkHistory).values({ service, endpointId, at, status: check.status, reachable, latencyMs, detail });
}

/**
 * Takes an endpoint that is due: its next look moves to `until` at once, so that no other worker looks at it too.
 * False when somebody else was quicker.
 */
export async function takeTurn(
  db: Db,
  turn: { service: Service; endpointId: number; seen: Date | null; until: Date },
): Promise<boolean> {
  const values = { service: stored(turn.service), endpointId: turn.endpointId, nextCheckAt: turn.until };
  const asSeen = turn.seen === null ? sql`${checks.nextCheckAt} is null` : eq(checks.nextCheckAt, turn.seen);
  const taken = await db
    .insert(checks)
    .values({ ...values, status: "unknown", result: {} })
    .onConflictDoUpdate({
      target: [checks.service, checks.endpointId],
      set: { nextCheckAt: turn.until },
      setWhere: asSeen,
    })
    .returning({ id: checks.endpointId });
  return taken.length > 0;
}

export function findHistory(
  db: Db,
  query: { service: Service; endpointId: number; limit: number; offset: number },
): Promise<HistoryRow[]> {
  return db
    .select()
    .from(checkHistory)
    .where(historyOf(query.service, query.endpointId))
    .orderBy(desc(checkHistory.at), desc(checkHistory.id))
    .limit(query.limit)
    .offset(query.offset);
}

export const countHistory = (db: Db, service: Service, endpointId: number): Promise<number> =>
  db.$count(checkHistory, historyOf(service, endpointId));

const historyOf = (service: Service, endpointId: number) =>
  and(eq(checkHistory.service, stored(service)), eq(checkHistory.endpointId, endpointId));

export async function deleteHistoryBefore(db: Db, before: Date): Promise<void> {
  await db.delete(checkHistory).where(lt(checkHistory.at, before));
}
