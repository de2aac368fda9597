import { z } from "zod";
import { requirePermission } from "../auth/require.ts";
import {
  type BackendCapabilities,
  capabilitiesOf,
  listOperations,
  type OpenapiDocument,
  type OpenapiOperation,
  readOpenapi,
} from "../backend/openapi.ts";
import type { Ctx } from "../ctx.ts";
import { openBackendById } from "./open.ts";
import { findOpenapi, saveOpenapi } from "./openapi-store.ts";

/** A backend's document for a reader: its release, what it can do, and each call. */
export const BackendOpenapi = z.object({
  version: z.string(),
  fetched_at: z.string(),
  capabilities: z.custom<BackendCapabilities>(),
  operations: z.array(z.custom<OpenapiOperation>()),
});
export type BackendOpenapi = z.infer<typeof BackendOpenapi>;

/** The backend's calls as last read. A document of another release than the backend's last seen one is read anew. */
export async function getBackendOpenapi(ctx: Ctx, id: number): Promise<BackendOpenapi> {
  requirePermission(ctx.actor, "openapi:read");
  const { backend } = await openBackendById(ctx.db, id);
  const stored = await findOpenapi(ctx.db, backend.id);
  const isCurrent = stored && (backend.version === null || stored.version === backend.version);
  if (!stored || !isCurrent) return fetchOpenapi(ctx, id);
  return explain(stored.document as OpenapiDocument, stored.version, stored.fetchedAt); // safe: only documents are stored
}

/** Reads it again, whatever is stored. */
export async function refreshBackendOpenapi(ctx: Ctx, id: number): Promise<BackendOpenapi> {
  requirePermission(ctx.actor, "openapi:refresh");
  return fetchOpenapi(ctx, id);
}

async function fetchOpenapi(ctx: Ctx, id: number): Promise<BackendOpenapi> {
  const { backend, context } = await openBackendById(ctx.db, id);
  const document = await readOpenapi(context);
  const version = backend.version ?? document.info.version;
  const fetchedAt = new Date();
  await saveOpenapi(ctx.db, { backendId: backend.id, version, document, fetchedAt });
  return explain(document, version, fetchedAt);
}

const explain = (document: OpenapiDocument, version: string, fetchedAt: Date): BackendOpenapi => ({
  version,
  fetched_at: fetchedAt.toISOString(),
  capabilities: capabilitiesOf(document),
  operations: listOperations(document),
});
