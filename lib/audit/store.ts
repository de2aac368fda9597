import type { Db } from "#db/client";
import { auditLog } from "#db/schema/index";

export type AuditEntry = typeof auditLog.$inferInsert;

export async function insertAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.insert(auditLog).values(entry);
}
