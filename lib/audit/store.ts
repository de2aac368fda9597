import { and, asc, desc, gte, ilike, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { auditLog } from "#db/schema/index";
import type { AuditQuery } from "./schema.ts";

export type AuditEntry = typeof auditLog.$inferInsert;
export type AuditRow = typeof auditLog.$inferSelect;

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

export const countAudit = (db: Db, query: AuditQuery): Promise<Total> =>
  countRows(db, sql`select 1 from ${auditLog} where ${and(...conditions(query)) ?? sql`true`}`);

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
