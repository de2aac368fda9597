import { and, asc, desc, eq, lte, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { ring } from "#db/ring";
import { webhookDeliveries, webhooks } from "#db/schema/index";

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

export const findWebhooks = (db: Db): Promise<WebhookRow[]> => db.select().from(webhooks).orderBy(asc(webhooks.id));

export async function findWebhook(db: Db, id: number): Promise<WebhookRow | null> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
  return row ?? null;
}

export async function findWebhookByName(db: Db, name: string): Promise<WebhookRow | null> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.name, name));
  return row ?? null;
}

export async function insertWebhook(db: Db, values: typeof webhooks.$inferInsert): Promise<WebhookRow> {
  const [row] = await db.insert(webhooks).values(values).returning();
  if (!row) throw new Error("the webhook row was not returned");
  return row;
}

export async function updateWebhook(
  db: Db,
  id: number,
  values: Partial<typeof webhooks.$inferInsert>,
): Promise<WebhookRow> {
  const [row] = await db
    .update(webhooks)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(webhooks.id, id))
    .returning();
  if (!row) throw new Error("the webhook row was not returned");
  return row;
}

export async function deleteWebhook(db: Db, id: number): Promise<void> {
  await db.delete(webhooks).where(eq(webhooks.id, id));
}

/** The row and the ring in one transaction; the queue's message is only a doorbell. */
type NewDelivery = { webhookId: number; event: string; payload: unknown; dedupeKey?: number };

/** A delivery that is due, for whichever worker is first. */
export async function insertDelivery(db: Db, delivery: NewDelivery): Promise<DeliveryRow> {
  const row = await insertRow(db, { ...delivery, nextTryAt: sql`now()` });
  await ringDelivery(db, row.id, null);
  return row;
}

/** A delivery in its first try: it is nobody else's for `holdS` seconds. */
export const insertHeldDelivery = (db: Db, delivery: NewDelivery, holdS: number): Promise<DeliveryRow> =>
  insertRow(db, { ...delivery, attempts: 1, nextTryAt: sql`now() + make_interval(secs => ${holdS})` });

type Values = Omit<typeof webhookDeliveries.$inferInsert, "nextTryAt"> & { nextTryAt: SQL };

async function insertRow(db: Db, values: Values): Promise<DeliveryRow> {
  const [row] = await db.insert(webhookDeliveries).values(values).returning();
  if (!row) throw new Error("the delivery row was not returned");
  return row;
}

export const ringDelivery = (db: Db, deliveryId: number, startAfter: Date | null): Promise<void> =>
  ring(db, "proxbox-control", { deliveryId }, startAfter);

export type HeldDelivery = { delivery: DeliveryRow; webhook: WebhookRow };

/** Takes a due delivery for one try: it is nobody else's for `holdS` seconds. Null: not due, done, or taken. */
export async function takeDelivery(db: Db, id: number, holdS: number): Promise<HeldDelivery | null> {
  const [delivery] = await db
    .update(webhookDeliveries)
    .set({
      attempts: sql`${webhookDeliveries.attempts} + 1`,
      nextTryAt: sql`now() + make_interval(secs => ${holdS})`,
    })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.status, "pending"),
        lte(webhookDeliveries.nextTryAt, sql`now()`),
      ),
    )
    .returning();
  const webhook = delivery ? await findWebhook(db, delivery.webhookId) : null;
  return delivery && webhook ? { delivery, webhook } : null;
}

export async function finishDelivery(
  db: Db,
  id: number,
  values: Partial<typeof webhookDeliveries.$inferInsert>,
): Promise<DeliveryRow> {
  const [row] = await db.update(webhookDeliveries).set(values).where(eq(webhookDeliveries.id, id)).returning();
  if (!row) throw new Error("the delivery row was not returned");
  return row;
}

/** Deliveries whose time has come: the backstop for rings that were lost. */
export async function findDueDeliveries(db: Db, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.status, "pending"), lte(webhookDeliveries.nextTryAt, sql`now()`)))
    .orderBy(asc(webhookDeliveries.nextTryAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

export async function findDeliveries(
  db: Db,
  webhookId: number,
  page: { limit: number; offset: number },
): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, webhookId))
    .orderBy(desc(webhookDeliveries.id))
    .limit(page.limit)
    .offset(page.offset);
}

export const countDeliveries = (db: Db, webhookId: number): Promise<Total> =>
  countRows(db, sql`select 1 from ${webhookDeliveries} where ${eq(webhookDeliveries.webhookId, webhookId)}`);

/** Deletes the oldest of the deliveries that are over and so old. Returns how many. */
export async function deleteOldDeliveries(db: Db, keepDays: number, limit: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from webhook_deliveries where id in (
      select id from webhook_deliveries
      where created_at < now() - make_interval(days => ${keepDays}) and status <> 'pending'
      order by created_at limit ${limit})`);
  return rowCount ?? 0;
}
