import type { Db } from "#db/client";
import type { BackendContext } from "../backend/context.ts";
import { openBackendContext } from "../backend/open-context.ts";
import { backendRefusals } from "../endpoints/backend-refusals.ts";
import { type BackendForSync, backendForSync, backendKeys } from "../endpoints/for-sync.ts";
import { endpointPolicies } from "../endpoints/policies.ts";
import { noBackend } from "../endpoints/resolve-default.ts";
import { AppError } from "../errors.ts";

export type OpenBackend = { backend: BackendForSync; context: BackendContext };

/** The request context of a backend, or of the default one; throws `not_found` when there is none. */
export async function openBackendById(db: Db, id: number | null): Promise<OpenBackend> {
  const backend = await backendForSync(db, id);
  if (!backend) throw id === null ? noBackend() : new AppError("not_found", `There is no backend ${id}.`);
  return { backend, context: contextOf(db, backend) };
}

/** The request context of a backend that was read already; a key that is registered on the way is kept. */
export function contextOf(db: Db, backend: BackendForSync): BackendContext {
  const policies = endpointPolicies();
  return openBackendContext(backend, {
    policy: policies.backends,
    caFile: policies.caFile,
    keys: backendKeys(db, backend.id),
    refusals: backendRefusals(db, backend.id),
  });
}
