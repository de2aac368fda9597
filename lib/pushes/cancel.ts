import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { getEndpoint } from "../endpoints/get.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import { AppError } from "../errors.ts";
import { deletePush } from "./store.ts";

/** Takes back a push that is still to come. The next sync brings the backend up to date all the same. */
export async function cancelPush(ctx: Ctx, kind: EndpointKind, id: number): Promise<void> {
  requirePermission(ctx.actor, "endpoints:push");
  await inTransaction(ctx.db, async (tx) => {
    const own = { ...ctx, db: tx };
    const { name } = await getEndpoint(own, kind, id);
    if (!(await deletePush(tx, kind, id))) throw new AppError("conflict", `No push of ${name} is pending.`);
    await recordAudit(own, { action: "cancel-push", objectType: kind, objectId: id, objectName: name });
  });
}
