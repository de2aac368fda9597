import type { Db } from "#db/client";
import type { OpenapiDocument } from "../backend/openapi.ts";
import { backendOfProxmox } from "../endpoints/of-proxmox.ts";
import { resolveBackend } from "../endpoints/resolve-default.ts";
import { findPaths } from "./openapi-store.ts";

/** A backend's release, and those of these paths that its description names; null when none of that release was read. */
export type Known = { version: string | null; paths: OpenapiDocument["paths"] | null };

/** What is known of the calls of a backend. Asks nobody: a description is read when somebody opens it. */
export async function knownCalls(db: Db, backendId: number, paths: readonly string[]): Promise<Known> {
  const backend = await resolveBackend(db, backendId);
  return backend ? known(db, backend, paths) : { version: null, paths: null };
}

/** The same of the backend that a Proxmox endpoint is assigned to. */
export async function knownCallsOf(db: Db, endpointId: number, paths: readonly string[]): Promise<Known> {
  const backend = await backendOfProxmox(db, endpointId);
  return backend ? known(db, backend, paths) : { version: null, paths: null };
}

async function known(
  db: Db,
  backend: { id: number; version: string | null },
  paths: readonly string[],
): Promise<Known> {
  const stored = await findPaths(db, backend.id, paths);
  const version = backend.version ?? stored?.version ?? null;
  return { version, paths: stored && stored.version === version ? stored.paths : null };
}
