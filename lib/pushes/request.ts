import type { Db } from "#db/client";
import { actorName } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import { deletePush, upsertPush } from "./store.ts";

/** A saved endpoint is given to its backend by a worker: at once, or when the backend is back. Call it inside the save's transaction. */
export async function requestPush(
  { actor, db }: Ctx,
  kind: EndpointKind,
  endpoint: { id: number; enabled: boolean },
): Promise<void> {
  if (!endpoint.enabled) return dropPush(db, kind, endpoint.id);
  await upsertPush(db, { kind, endpointId: endpoint.id, requestedBy: actorName(actor) });
}

/** What is gone or switched off, and what was just pushed by hand, waits no longer. */
export async function dropPush(db: Db, kind: EndpointKind, endpointId: number): Promise<void> {
  await deletePush(db, kind, endpointId);
}
