import { and, asc, desc, gte, ilike, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { auditLog } from "#db/schema/index";
import type { AuditQuery } from "./schema.ts";

export type AuditEntry = typeof auditLog.$inferInsert;
export type AuditRow = typeof auditLog.$inferSelect;

/** Above this a count is an estimate: nobody pages that far, and counting on costs with the whole history. */
const MAX_COUNT = 10_000;

export async function insertAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.insert(auditLog).values(entry);
}

export async function findAudit(db: Db, query: AuditQuery): Promise<AuditRow[]> {
  const order = query.ordering.startsWith("-") ? desc : asc;
  return db
    .select()
    .from(auditLog)
    .where(and(...conditions(query)))
    .orderBy(order(auditLog.id))
    .limit(query.limit)
    .offset(query.offset);
}

export async function countAudit(db: Db, query: AuditQuery): Promise<{ count: number; isEstimate: boolean }> {
  const some = db
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(...conditions(query)))
    .limit(MAX_COUNT + 1)
    .as("some");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(some);
  const count = row?.count ?? 0;
  return { count, isEstimate: count > MAX_COUNT };
}

function conditions(query: AuditQuery): (SQL | undefined)[] {
  const text = query.q ? `%${query.q.replace(/[\\%_]/g, "\\$&")}%` : undefined;
  return [
    query.action && inArray(auditLog.action, query.action),
    query.object_type && inArray(auditLog.objectType, query.object_type),
    query.object_id && inArray(auditLog.objectId, query.object_id),
    query.username && inArray(auditLog.username, query.username),
    query.user_id && inArray(auditLog.userId, query.user_id),
    query.at__gte ? gte(auditLog.at, new Date(query.at__gte)) : undefined,
    query.at__lte ? lte(auditLog.at, new Date(query.at__lte)) : undefined,
    text
      ? or(ilike(auditLog.objectName, text), ilike(auditLog.username, text), ilike(auditLog.action, text))
      : undefined,
  ];
}
