import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const SyncActive = z.looseObject({ active: z.boolean(), started_at: z.union([z.string(), z.number()]).nullish() });

/** Does the backend say that a full update runs? Only a hint: after a lost stream it may stay true for a minute. */
export async function readSyncActive(ctx: BackendContext, signal?: AbortSignal): Promise<boolean> {
  return (await backendRequest(ctx, { path: "sync/active", schema: SyncActive, signal })).active;
}
