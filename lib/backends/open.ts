import type { Db } from "#db/client";
import type { BackendContext } from "../backend/context.ts";
import { openBackendContext } from "../backend/open-context.ts";
import { type BackendForSync, backendForSync, saveBackendKey } from "../endpoints/for-sync.ts";
import { endpointPolicies } from "../endpoints/policies.ts";
import { AppError } from "../errors.ts";

export type OpenBackend = { backend: BackendForSync; context: BackendContext };

/** The request context of a backend, or of the default one; throws `not_found` when there is none. */
export async function openBackendById(db: Db, id: number | null): Promise<OpenBackend> {
  const backend = await backendForSync(db, id);
  if (!backend)
    throw new AppError(
      "not_found",
      id === null
        ? "No FastAPI URL found. Add a backend (proxbox-api) and enable it first."
        : `There is no backend ${id}.`,
    );
  const policies = endpointPolicies();
  const context = openBackendContext(backend, {
    policy: policies.backends,
    caFile: policies.caFile,
    saveKey: (key) => saveBackendKey(db, backend.id, key),
  });
  return { backend, context };
}
