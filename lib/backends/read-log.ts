import { requirePermission } from "../auth/require.ts";
import type { BackendContext } from "../backend/context.ts";
import { fitsLogFilter, type LogTextFilter } from "../backend/log-filter.ts";
import { type BackendLogEntry, type BackendLogPage, type BackendLogQuery, readBackendLogs } from "../backend/logs.ts";
import type { Ctx } from "../ctx.ts";
import { openBackendById } from "./open.ts";

/** The most lines that proxbox-api gives at once; it keeps twice as many. */
const CHUNK = 5_000;

/**
 * A page of a backend's own log, newest first; colour codes and secrets are gone. For `q` and `until`, which the
 * backend does not know, everything that it keeps is read and filtered here.
 */
export async function readBackendLog(
  ctx: Ctx,
  id: number | null,
  query: BackendLogQuery & LogTextFilter,
): Promise<BackendLogPage> {
  requirePermission(ctx.actor, "backend-logs:read");
  const { context } = await openBackendById(ctx.db, id);
  const { q, until, ...known } = query;
  if (!q && until === undefined) return readBackendLogs(context, known);
  const { limit = 200, offset = 0, ...filter } = known;
  const found = (await readWhole(context, filter)).filter((entry) => fitsLogFilter(entry, { q, until }));
  return {
    entries: found.slice(offset, offset + limit),
    total: found.length,
    hasMore: found.length > offset + limit,
  };
}

async function readWhole(context: BackendContext, filter: BackendLogQuery): Promise<BackendLogEntry[]> {
  const entries: BackendLogEntry[] = [];
  for (let older = filter.older_than_id; ; older = entries.at(-1)?.id) {
    const page = await readBackendLogs(context, { ...filter, older_than_id: older, limit: CHUNK });
    entries.push(...page.entries);
    if (!page.hasMore || page.entries.length === 0) return entries;
  }
}
