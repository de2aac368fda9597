import { requirePermission } from "../auth/require.ts";
import { type BackendLogQuery, followBackendLogs } from "../backend/logs.ts";
import type { Ctx } from "../ctx.ts";
import { errorMessage } from "../errors.ts";
import { encodeComment, encodeEvent } from "../sse/encode.ts";
import { openBackendById } from "./open.ts";

type Follow = Pick<BackendLogQuery, "level" | "errors_only" | "operation_id" | "newer_than_id">;

/** A backend's log as SSE: `log` for each line, and one `error` with a sentence when it cannot be followed any more. */
export async function followBackendLog(
  ctx: Ctx,
  id: number,
  query: Follow,
): Promise<(signal: AbortSignal) => AsyncGenerator<string>> {
  requirePermission(ctx.actor, "backend-logs:read");
  const { context } = await openBackendById(ctx.db, id);
  return async function* lines(signal) {
    yield encodeComment("the log of a backend");
    try {
      for await (const entry of followBackendLogs(context, query, signal)) {
        yield encodeEvent({ event: "log", id: entry.id, data: JSON.stringify(entry) });
      }
    } catch (error) {
      if (!signal.aborted)
        yield encodeEvent({ event: "error", data: JSON.stringify({ message: errorMessage(error) }) });
    }
  };
}
