import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import type { PendingPush } from "./schema.ts";
import { findPush } from "./store.ts";

/** What is still to be pushed of an endpoint; null when nothing is. */
export async function getPendingPush(ctx: Ctx, kind: EndpointKind, id: number): Promise<PendingPush | null> {
  requirePermission(ctx.actor, "endpoints:read");
  const row = await findPush(ctx.db, kind, id);
  if (!row) return null;
  return {
    status: row.refusedAt ? "refused" : "pending",
    requested_at: row.requestedAt.toISOString(),
    requested_by: row.requestedBy,
    attempts: row.attempts,
    next_try_at: row.refusedAt ? null : row.nextTryAt.toISOString(),
    last_error: row.lastError,
  };
}
