import { and, desc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { checkHistory, checks } from "#db/schema/index";
import type { CheckFacts, CheckStatus, Service } from "./schema.ts";

export type CheckRow = typeof checks.$inferSelect;
export type HistoryRow = typeof checkHistory.$inferSelect;

/** The column says `backend` where the API says `fastapi`. */
export const storedService = (service: Service): CheckRow["service"] => (service === "fastapi" ? "backend" : service);

const isOf = (service: Service, endpointId: number) =>
  and(eq(checks.service, storedService(service)), eq(checks.endpointId, endpointId));

export async function findCheck(db: Db, service: Service, endpointId: number): Promise<CheckRow | null> {
  const [row] = await db.select().from(checks).where(isOf(service, endpointId));
  return row ?? null;
}

export function findChecks(db: Db, service: Service, endpointIds?: readonly number[]): Promise<CheckRow[]> {
  const these = endpointIds && inArray(checks.endpointId, [...endpointIds]);
  return db
    .select()
    .from(checks)
    .where(and(eq(checks.service, storedService(service)), these));
}

/** When every endpoint was looked at and will be; what was found is left out. */
export function findTurns(db: Db): Promise<Turn[]> {
  const { service, endpointId, checkedAt, nextCheckAt, failures, endpointUpdatedAt } = checks;
  return db.select({ service, endpointId, checkedAt, nextCheckAt, failures, endpointUpdatedAt }).from(checks);
}

export type Turn = Pick<
  CheckRow,
  "service" | "endpointId" | "checkedAt" | "nextCheckAt" | "failures" | "endpointUpdatedAt"
>;

/** The state of every endpoint that was looked at. */
export const findStates = (db: Db): Promise<Pick<CheckRow, "service" | "endpointId" | "status">[]> =>
  db.select({ service: checks.service, endpointId: checks.endpointId, status: checks.status }).from(checks);

export type NewCheck = {
  service: Service;
  endpointId: number;
  status: CheckStatus;
  facts: CheckFacts;
  failures: number;
  at: Date;
  changedAt: Date | null;
  nextCheckAt: Date;
  endpointUpdatedAt: Date;
};

/** Stores a result and a line of history, unless a look that began later has stored its own. */
export async function saveCheck(db: Db, check: NewCheck): Promise<void> {
  const service = storedService(check.service);
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
    endpointUpdatedAt: check.endpointUpdatedAt,
  };
  const stored = await db
    .insert(checks)
    .values(values)
    .onConflictDoUpdate({
      target: [checks.service, checks.endpointId],
      set: values,
      setWhere: or(isNull(checks.checkedAt), lte(checks.checkedAt, at)),
    })
    .returning({ id: checks.endpointId });
  if (stored.length === 0) return;
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
  const values = { service: storedService(turn.service), endpointId: turn.endpointId, nextCheckAt: turn.until };
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
  return (
    db
      .select()
      .from(checkHistory)
      .where(historyOf(query.service, query.endpointId))
      // As the index has it, else it gives no order and all of it is sorted.
      .orderBy(sql`${checkHistory.at} desc nulls last`, desc(checkHistory.id))
      .limit(query.limit)
      .offset(query.offset)
  );
}

export const countHistory = (db: Db, service: Service, endpointId: number): Promise<Total> =>
  countRows(db, sql`select 1 from ${checkHistory} where ${historyOf(service, endpointId)}`);

const historyOf = (service: Service, endpointId: number) =>
  and(eq(checkHistory.service, storedService(service)), eq(checkHistory.endpointId, endpointId));

export async function deleteHistoryBefore(db: Db, before: Date): Promise<void> {
  await db.delete(checkHistory).where(lt(checkHistory.at, before));
}
