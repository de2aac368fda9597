import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { csvLines } from "../format/csv.ts";
import type { AuditQuery, PublicAuditEntry } from "./schema.ts";
import { type AuditRow, countAudit, findAudit } from "./store.ts";

/** Who did what, newest first unless asked otherwise. */
export async function listAudit(
  ctx: Ctx,
  query: AuditQuery,
): Promise<{ count: number; isEstimate: boolean; results: PublicAuditEntry[] }> {
  requirePermission(ctx.actor, "audit:read");
  const [total, rows] = await Promise.all([countAudit(ctx.db, query), findAudit(ctx.db, query)]);
  return { ...total, results: rows.map(toPublic) };
}

const PAGE = 1000;

/** Everything that fits the query as CSV, page after page. */
export async function* auditCsv(ctx: Ctx, query: AuditQuery): AsyncGenerator<string> {
  requirePermission(ctx.actor, "audit:read");
  yield csvLines([columns]);
  for (let offset = 0; ; offset += PAGE) {
    const rows = await findAudit(ctx.db, { ...query, limit: PAGE, offset });
    if (rows.length > 0) yield csvLines(rows.map(toPublic).map(cells));
    if (rows.length < PAGE) return;
  }
}

const toPublic = (row: AuditRow): PublicAuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor_kind: row.actorKind,
  user_id: row.userId,
  username: row.username,
  token_id: row.tokenId,
  address: row.address,
  request_id: row.requestId,
  action: row.action,
  object_type: row.objectType,
  object_id: row.objectId,
  object_name: row.objectName,
  before: row.before,
  after: row.after,
});

const columns = [
  "id",
  "at",
  "actor_kind",
  "user_id",
  "username",
  "token_id",
  "address",
  "request_id",
  "action",
  "object_type",
  "object_id",
  "object_name",
  "before",
  "after",
] as const satisfies (keyof PublicAuditEntry)[];

const cells = (entry: PublicAuditEntry): unknown[] => columns.map((name) => entry[name]);
