import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";
import { maybeText } from "./wire-values.ts";

const ActiveRun = z.looseObject({ id: maybeText, kind: maybeText, started_at: maybeText });
export type ActiveRun = z.infer<typeof ActiveRun>;

const SyncActive = z.looseObject({
  active: z.boolean(),
  started_at: maybeText,
  runs: z.array(ActiveRun).catch([]).default([]),
});

/**
 * The full updates that the backend says are running, whoever started them. Only a hint: after a lost stream it may
 * stay true for a minute, and syncs stage by stage never show there.
 */
export async function readActiveRuns(
  ctx: BackendContext,
  signal?: AbortSignal,
): Promise<{ active: boolean; runs: ActiveRun[] }> {
  const { active, runs } = await backendRequest(ctx, { path: "sync/active", schema: SyncActive, signal });
  return { active, runs };
}

/** Does the backend say that a full update runs? */
export async function readSyncActive(ctx: BackendContext, signal?: AbortSignal): Promise<boolean> {
  return (await readActiveRuns(ctx, signal)).active;
}
