import { z } from "zod";
import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { BackendContext } from "../backend/context.ts";
import { deleteRemoteNetbox, deleteRemoteProxmox, listRemoteNetbox, listRemoteProxmox } from "../backend/endpoints.ts";
import { openBackendById } from "../backends/open.ts";
import type { Ctx } from "../ctx.ts";
import { type Copy, listCopies } from "../endpoints/copies.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { removeEndpoint } from "../endpoints/remove.ts";
import { type EndpointKind, flag } from "../endpoints/schema.ts";
import { CONFIRM_FIELD } from "../endpoints/sendings.ts";
import { parseInput } from "../parse-input.ts";
import { deadline } from "../time.ts";
import { isSameAddress } from "./backend-ids.ts";

export const EndpointRemoval = z.strictObject({
  /** Deletes what backends were given of it, too. */
  remove_copies: flag(false),
  [CONFIRM_FIELD]: z.string().optional(),
});

/** So long a deletion waits for all backends together. */
const PATIENCE_MS = 15_000;

/**
 * Deletes an endpoint, and when asked to what backends hold of it: both or neither. A backend that cannot be reached
 * refuses the deletion, as its copy could not be found again afterwards.
 */
export async function removeEndpointAndCopies(ctx: Ctx, kind: EndpointKind, id: number, body: unknown): Promise<void> {
  requirePermission(ctx.actor, "endpoints:write");
  if (!parseInput(EndpointRemoval, body ?? {}).remove_copies) return removeEndpoint(ctx, kind, id);
  await inTransaction(ctx.db, async (tx) => {
    const own = { ...ctx, db: tx };
    const { name } = await getEndpoint(own, kind, id);
    const copies = await Promise.all(
      (await listCopies(tx, kind, id)).map(async (copy) => ({ copy, ...(await openBackendById(tx, copy.backend.id)) })),
    );
    await removeEndpoint(own, kind, id);
    const signal = deadline(PATIENCE_MS);
    const removed: string[] = [];
    // One after the other: what was deleted is written down together with what was not found.
    for (const { copy, context } of copies) {
      const isGone = await deleteCopy({ ...context, recoverKey: async () => false }, copy, signal);
      const words = `${copy.kind} ${copy.endpoint.name} at backend ${copy.backend.name}`;
      removed.push(isGone ? words : `${words}: was not there`);
    }
    await recordAudit(own, {
      action: "remove-copies",
      objectType: kind,
      objectId: id,
      objectName: name,
      after: { removed },
    });
  });
}

/** Only the row that we gave it: an id may mean something else at a backend that was set up anew. */
async function deleteCopy(context: BackendContext, copy: Copy, signal: AbortSignal): Promise<boolean> {
  if (copy.kind === "netbox") {
    const rows = await listRemoteNetbox(context, signal);
    const row = rows.find((one) => isSameAddress(copy.endpoint, one));
    if (row) await deleteRemoteNetbox(context, row.id, signal);
    return row !== undefined;
  }
  const rows = await listRemoteProxmox(context, signal);
  const row = rows.find((one) => one.id === copy.endpoint.remoteId && isSameAddress(copy.endpoint, one));
  if (row) await deleteRemoteProxmox(context, row.id, signal);
  return row !== undefined;
}
