import { requirePermission } from "../auth/require.ts";
import { type BackendLogPage, type BackendLogQuery, readBackendLogs } from "../backend/logs.ts";
import type { Ctx } from "../ctx.ts";
import { openBackendById } from "./open.ts";

/** A page of a backend's own log, newest first; colour codes and secrets are gone. */
export async function readBackendLog(ctx: Ctx, id: number | null, query: BackendLogQuery): Promise<BackendLogPage> {
  requirePermission(ctx.actor, "backend-logs:read");
  const { context } = await openBackendById(ctx.db, id);
  return readBackendLogs(context, query);
}
