import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { forgetPreview } from "../preview/save.ts";
import { dropPush } from "../pushes/request.ts";
import { decideSendings } from "./decide-sendings.ts";
import { requireEndpointRow } from "./get.ts";
import { toPublic } from "./rows.ts";
import type { EndpointKind } from "./schema.ts";
import { listSendings } from "./sendings.ts";
import { deleteEndpoint } from "./store.ts";

/** Deletes an endpoint and its secrets. Jobs that used it stay. */
export async function removeEndpoint(ctx: Ctx, kind: EndpointKind, id: number): Promise<void> {
  requirePermission(ctx.actor, "endpoints:write");
  await inTransaction(ctx.db, async (tx) => {
    const row = await requireEndpointRow({ ...ctx, db: tx }, kind, id);
    const sentBefore = await listSendings(tx);
    await deleteEndpoint(tx, kind, id);
    if (kind === "proxmox") await forgetPreview(tx, id);
    const before = toPublic(kind, row);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "delete", objectType: kind, objectId: id, objectName: row.name, before },
    );
    await decideSendings({ ...ctx, db: tx }, { before: sentBefore, kind, id });
    await dropPush(tx, kind, id);
    await publish(tx, topics.endpoints);
  });
}
