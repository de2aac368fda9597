import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { deliverHeld, HOLD_S } from "./deliver.ts";
import { requireWebhook, toPublicDelivery } from "./list.ts";
import type { PublicDelivery } from "./schema.ts";
import { insertHeldDelivery } from "./store.ts";

/** Sends the event `test` now and answers how that went, also when it failed; a failed one is tried again like any other. */
export async function testWebhook(ctx: Ctx, id: number): Promise<PublicDelivery> {
  requirePermission(ctx.actor, "webhooks:manage");
  const webhook = await requireWebhook(ctx, id);
  const payload = { event: "test", at: new Date().toISOString(), webhook: { id, name: webhook.name } };
  // Held from the start: a worker that took it first would leave nothing to answer here.
  const delivery = await inTransaction(ctx.db, async (tx) => {
    const change = { action: "test", objectType: "webhook", objectId: id, objectName: webhook.name };
    await recordAudit({ ...ctx, db: tx }, change);
    return insertHeldDelivery(tx, { webhookId: id, event: "test", payload }, HOLD_S);
  });
  return toPublicDelivery(await deliverHeld(ctx.db, { webhook, delivery }));
}
