import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { requireEndpointRow } from "./get.ts";
import { toPublic } from "./rows.ts";
import type { EndpointKind } from "./schema.ts";
import { deleteEndpoint } from "./store.ts";

/** Deletes an endpoint and its secrets. Jobs that used it stay. */
export async function removeEndpoint(ctx: Ctx, kind: EndpointKind, id: number): Promise<void> {
  requirePermission(ctx.actor, "endpoints:write");
  await inTransaction(ctx.db, async (tx) => {
    const row = await requireEndpointRow({ ...ctx, db: tx }, kind, id);
    await deleteEndpoint(tx, kind, id);
    const before = toPublic(kind, row);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "delete", objectType: kind, objectId: id, objectName: row.name, before },
    );
    await publish(tx, topics.endpoints);
  });
}
