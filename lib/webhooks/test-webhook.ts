import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { deliver } from "./deliver.ts";
import { requireWebhook, toPublicDelivery } from "./list.ts";
import type { PublicDelivery } from "./schema.ts";
import { insertDelivery } from "./store.ts";

/** Sends the event `test` now and answers how that went, also when it failed; a failed one is tried again like any other. */
export async function testWebhook(ctx: Ctx, id: number): Promise<PublicDelivery> {
  requirePermission(ctx.actor, "webhooks:manage");
  const webhook = await requireWebhook(ctx, id);
  const payload = { event: "test", at: new Date().toISOString(), webhook: { id, name: webhook.name } };
  const row = await insertDelivery(ctx.db, { webhookId: id, event: "test", payload });
  await recordAudit(ctx, { action: "test", objectType: "webhook", objectId: id, objectName: webhook.name });
  return toPublicDelivery((await deliver(ctx.db, row.id)) ?? row);
}
