import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

export const BootstrapStatus = z.looseObject({ needs_bootstrap: z.boolean(), has_db_keys: z.boolean().optional() });
export type BootstrapStatus = z.infer<typeof BootstrapStatus>;

/** Was a key ever registered at the backend? Answered without a key (contract 2.2). */
export function readBootstrapStatus(ctx: BackendContext, signal?: AbortSignal): Promise<BootstrapStatus> {
  return backendRequest(ctx, { path: "auth/bootstrap-status", schema: BootstrapStatus, signal });
}
