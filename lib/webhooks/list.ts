import type { Total } from "#db/count";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { PublicDelivery, PublicWebhook, WebhookEvent } from "./schema.ts";
import {
  countDeliveries,
  type DeliveryRow,
  findDeliveries,
  findWebhook,
  findWebhooks,
  type WebhookRow,
} from "./store.ts";

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const toPublicWebhook = (row: WebhookRow): PublicWebhook => ({
  id: row.id,
  name: row.name,
  target_url: row.url,
  events: row.events as WebhookEvent[], // safe because only parsed events are stored
  has_secret: row.sealedSecret !== null,
  enabled: row.enabled,
  verify_ssl: row.verifySsl,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
  url: `/api/plugins/proxbox/webhooks/${row.id}`,
  display_url: `/settings/webhooks/${row.id}`,
});

export const toPublicDelivery = (row: DeliveryRow): PublicDelivery => ({
  id: row.id,
  event: row.event,
  payload: row.payload,
  status: row.status,
  attempts: row.attempts,
  http_status: row.httpStatus,
  error: row.error,
  created_at: row.createdAt.toISOString(),
  delivered_at: iso(row.deliveredAt),
  next_try_at: iso(row.nextTryAt),
});

export async function listWebhooks(ctx: Ctx): Promise<PublicWebhook[]> {
  requirePermission(ctx.actor, "webhooks:manage");
  return (await findWebhooks(ctx.db)).map(toPublicWebhook);
}

export async function getWebhook(ctx: Ctx, id: number): Promise<PublicWebhook> {
  requirePermission(ctx.actor, "webhooks:manage");
  return toPublicWebhook(await requireWebhook(ctx, id));
}

export async function requireWebhook(ctx: Ctx, id: number): Promise<WebhookRow> {
  const row = await findWebhook(ctx.db, id);
  if (!row) throw new AppError("not_found", `There is no webhook ${id}.`);
  return row;
}

/** What was sent to a webhook, newest first. */
export async function listDeliveries(
  ctx: Ctx,
  id: number,
  page: { limit: number; offset: number },
): Promise<Total & { results: PublicDelivery[] }> {
  requirePermission(ctx.actor, "webhooks:manage");
  await requireWebhook(ctx, id);
  const [rows, total] = await Promise.all([findDeliveries(ctx.db, id, page), countDeliveries(ctx.db, id)]);
  return { ...total, results: rows.map(toPublicDelivery) };
}
